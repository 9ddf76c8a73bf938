namespace MailAdmin.Storage.Mailboxes;

/// <summary>
/// What the accounts of a domain use together. Only the committer changes it; others read <see cref="UsedSize"/>.
/// </summary>
internal sealed class DomainUsage
{
    private long usedSize;
    private long pendingBatch;

    public long UsedSize
    {
        get => Volatile.Read(ref usedSize);
        set => Volatile.Write(ref usedSize, value);
    }

    /// <summary>The used size with the changes of the batch that is being prepared.</summary>
    public long PendingUsedSize { get; set; }

    public void BeginPending(long batch)
    {
        if (pendingBatch != batch)
        {
            pendingBatch = batch;
            PendingUsedSize = UsedSize;
        }
    }
}
