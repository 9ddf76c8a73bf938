using MailAdmin.Contracts;
using MailAdmin.Storage.Log;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Directory;

/// <summary>
/// Brings the directory up to date while the log is read: what directory.db has, and the records that are later than
/// it.
/// </summary>
internal sealed class DirectoryReplay
{
    private readonly List<JournalRecord> missing = [];
    private readonly DirectoryContent content;

    public DirectoryReplay(StoreIdentity identity, DirectoryContent content)
    {
        this.content = content;
        LastSequence = content.Sequence;

        // The settings of the first record, in case that is the one that is damaged.
        StoreSettings first = new() { HostName = identity.HostName, Created = identity.Created };
        Snapshot = content.Snapshot
            ?? DirectorySnapshot.Empty.Apply(new DirectoryChange(DirectoryKinds.Settings, Before: null, first));
    }

    /// <summary>The directory so far.</summary>
    public DirectorySnapshot Snapshot { get; private set; }

    /// <summary>Whether directory.db has a state, so that it needs only what is later.</summary>
    public bool HasFile => content.Snapshot is not null;

    /// <summary>Whether the log had anything that directory.db lacks.</summary>
    public bool FoundMore => LastSequence > content.Sequence;

    /// <summary>
    /// The last record of which the directory knows. It may be later than the log, when the end of that was damaged.
    /// </summary>
    public long LastSequence { get; private set; }

    /// <summary>The last logons.</summary>
    public IReadOnlyList<LogonRecord> Logons => content.Logons;

    /// <summary>Applies the journal of a record.</summary>
    public void Apply(long sequence, ReadOnlySpan<byte> json)
    {
        if (sequence <= content.Sequence)
        {
            return;
        }

        JournalRecord record = DirectoryJournal.Read(sequence, json);
        Snapshot = record.Changes.Aggregate(Snapshot, (snapshot, change) => snapshot.Apply(change));
        LastSequence = sequence;

        // A new file gets the whole directory instead.
        if (HasFile)
        {
            missing.Add(record);
        }
    }

    /// <summary>The log was read: makes the directory the committed one.</summary>
    public void Finish(DirectoryState state, AccountTable accounts)
    {
        // The record that made an account may be damaged while directory.db has it.
        foreach (AccountRecord account in Snapshot.Accounts.Records.Cast<AccountRecord>())
        {
            accounts.FindOrRecover(account.Id.Value);
            accounts.CountInDomain(account);
        }

        state.Current = Snapshot;
    }

    /// <summary>What directory.db lacks.</summary>
    public DirectoryCommit ToCommit() => new(LastSequence, Snapshot, missing);
}
