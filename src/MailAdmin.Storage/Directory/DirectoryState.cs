using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Directory;

/// <summary>The directory as it is committed, and what the batch that is being prepared changes in it.</summary>
internal sealed class DirectoryState
{
    private readonly List<JournalEntry> journal = [];
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

    /// <summary>Adds changes to a batch.</summary>
    public void Change(long batch, DirectorySnapshot changed, IEnumerable<JournalEntry> entries)
    {
        if (pendingBatch != batch)
        {
            pendingBatch = batch;
            journal.Clear();
        }

        pending = changed;
        journal.AddRange(entries);
    }

    /// <summary>Makes the changes of a batch the committed directory. Returns null when it has none.</summary>
    public DirectoryCommit? Commit(long batch, long sequence, AccountTable accounts)
    {
        if (pendingBatch != batch)
        {
            return null;
        }

        DirectoryUsage.Update(accounts, journal);
        Current = pending;
        return new DirectoryCommit(sequence, pending, [.. journal]);
    }
}
