namespace MailAdmin.Storage.Mailboxes;

/// <summary>
/// The mailboxes and the usage of an account as they are committed. The committer changes them under
/// <see cref="Gate"/>; readers take it. The members that begin with Pending belong to the committer alone. An account
/// whose mailboxes nobody has used yet has only its numbers in memory.
/// </summary>
internal sealed class AccountState(long id, uint uidValidity)
{
    private MailboxTable? mailboxes;
    private SortedSet<string>? subscribed;
    private int leased;

    public Lock Gate { get; } = new();

    public long Id { get; } = id;

    public ulong HighestModSeq { get; private set; } = 1;

    public long UsedSize { get; private set; }

    public long MessageCount { get; private set; }

    /// <summary>Whether the account was removed, for those who still have a reference to it.</summary>
    public bool Removed { get; set; }

    /// <summary>The observers of all its mailboxes; never changed in place.</summary>
    public MailboxSubscription[] Subscriptions { get; set; } = [];

    /// <summary>The usage of its domain; null: its domain does not exist.</summary>
    public DomainUsage? Domain { get; private set; }

    public MailboxTable Mailboxes => Volatile.Read(ref mailboxes) ?? CreateMailboxes();

    /// <summary>Its mailboxes, unless nobody has used them yet.</summary>
    public IReadOnlyCollection<MailboxState> UsedMailboxes => Volatile.Read(ref mailboxes)?.All ?? [];

    public IEnumerable<string> SubscribedNames => (IEnumerable<string>?)subscribed ?? MailboxTable.StandardNames;

    public long PendingBatch { get; private set; }

    public ulong PendingModSeq { get; set; }

    public long PendingUsedSize { get; private set; }

    public long PendingMessageCount { get; private set; }

    /// <summary>The batch that creates, renames or deletes mailboxes.</summary>
    public long StructureBatch { get; set; }

    /// <summary>Sets the pending members to the committed ones, once a batch.</summary>
    public void BeginPending(long batch)
    {
        if (PendingBatch != batch)
        {
            PendingBatch = batch;
            PendingModSeq = HighestModSeq;
            PendingUsedSize = UsedSize;
            PendingMessageCount = MessageCount;
            Domain?.BeginPending(batch);
        }
    }

    public void AddPendingUsage(long size, long messages, long batch)
    {
        PendingUsedSize += size;
        PendingMessageCount += messages;
        if (Domain is not null)
        {
            Domain.BeginPending(batch);
            Domain.PendingUsedSize += size;
        }
    }

    public bool IsSubscribed(string name) => subscribed?.Contains(name) ?? MailboxTable.StandardNames.Contains(name);

    public void SetSubscribed(string name, bool value)
    {
        subscribed ??= new SortedSet<string>(SubscribedNames, StringComparer.Ordinal);
        if (value)
        {
            subscribed.Add(name);
        }
        else
        {
            subscribed.Remove(name);
        }
    }

    public void AdvanceModSeq(ulong modSeq) => HighestModSeq = Math.Max(HighestModSeq, modSeq);

    public void AddUsage(long size, int messages)
    {
        UsedSize += size;
        MessageCount += messages;
        if (Domain is not null)
        {
            Domain.UsedSize += size;
        }
    }

    /// <summary>Counts its usage in another domain from now on.</summary>
    public void MoveTo(DomainUsage? domain)
    {
        if (Domain is not null)
        {
            Domain.UsedSize -= UsedSize;
        }

        Domain = domain;
        if (Domain is not null)
        {
            Domain.UsedSize += UsedSize;
        }
    }

    /// <summary>Takes the right to be its only POP3 session. Returns false when another session has it.</summary>
    public bool TryLease() => Interlocked.CompareExchange(ref leased, 1, 0) == 0;

    public void ReleaseLease() => Volatile.Write(ref leased, 0);

    // The committer reads without the lock, and may come at the same time as the first reader.
    private MailboxTable CreateMailboxes()
    {
        lock (Gate)
        {
            if (mailboxes is null)
            {
                Volatile.Write(ref mailboxes, new MailboxTable(this, uidValidity));
            }

            return mailboxes;
        }
    }
}
