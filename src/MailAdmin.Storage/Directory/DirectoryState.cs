using MailAdmin.Contracts;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Directory;

/// <summary>The directory as it is committed, and what the batch that is being prepared changes in it.</summary>
internal sealed class DirectoryState
{
    private readonly List<JournalRecord> journal = [];
    private DirectorySnapshot current = DirectorySnapshot.Empty;
    private DirectorySnapshot pending = DirectorySnapshot.Empty;
    private long pendingBatch;

    /// <summary>The committed directory; replaced whole.</summary>
    public DirectorySnapshot Current
    {
        get => Volatile.Read(ref current);
        set => Volatile.Write(ref current, value);
    }

    /// <summary>The directory with the changes of a batch; for the committer alone.</summary>
    public DirectorySnapshot InBatch(long batch) => pendingBatch == batch ? pending : Current;

    /// <summary>Adds the changes of a record to a batch.</summary>
    public void Change(long batch, DirectorySnapshot changed, JournalRecord record)
    {
        if (pendingBatch != batch)
        {
            pendingBatch = batch;
            journal.Clear();
        }

        pending = changed;
        journal.Add(record);
    }

    /// <summary>Makes the changes of a batch the committed directory. Returns null when it has none.</summary>
    public DirectoryCommit? Commit(long batch, long sequence, AccountTable accounts)
    {
        if (pendingBatch != batch)
        {
            return null;
        }

        foreach (DirectoryChange change in journal.SelectMany(record => record.Changes))
        {
            if (change.After is AccountRecord account)
            {
                accounts.CountInDomain(account);
            }
        }

        Current = pending;
        return new DirectoryCommit(sequence, pending, [.. journal]);
    }
}
