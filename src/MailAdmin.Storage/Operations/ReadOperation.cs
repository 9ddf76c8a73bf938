namespace MailAdmin.Storage.Operations;

/// <summary>
/// Reads what is committed, between two batches: whatever was answered before is in it, and nothing half.
/// </summary>
internal sealed class ReadOperation<T>(Func<T> read) : Operation<T>
{
    public override Preparation Prepare(CommitContext context)
    {
        Result = read();
        return Preparation.Unchanged;
    }
}
