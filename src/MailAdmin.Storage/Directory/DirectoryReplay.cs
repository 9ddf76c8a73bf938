using MailAdmin.Contracts;
using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Log;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Directory;

/// <summary>
/// Brings the directory up to date while the log is read: what directory.db has, and the records that are later than
/// it.
/// </summary>
internal sealed class DirectoryReplay
{
    private readonly List<JournalEntry> missing = [];
    private readonly long fileSequence;
    private readonly bool fileExisted;
    private DirectorySnapshot snapshot;

    public DirectoryReplay(StoreIdentity identity, DirectoryContent? content, bool fileExisted)
    {
        this.fileExisted = fileExisted;
        HasFile = content is not null;
        fileSequence = content?.Sequence ?? 0;
        LastSequence = fileSequence;
        Logons = content?.Logons ?? [];

        // The settings of the first record, in case that is the one that is damaged.
        StoreSettings first = new() { HostName = identity.HostName, Created = identity.Created };
        snapshot = content?.Snapshot ?? DirectorySnapshot.Empty.Apply(JournalEntry.Of(first, first));
    }

    /// <summary>Whether directory.db has a state, so that it needs only what is later.</summary>
    public bool HasFile { get; }

    /// <summary>
    /// The last record of which the directory knows. It may be later than the log, when the end of that was damaged.
    /// </summary>
    public long LastSequence { get; private set; }

    /// <summary>The last logons.</summary>
    public IReadOnlyList<LogonRecord> Logons { get; }

    /// <summary>Takes over the journal of a record.</summary>
    public void Apply(long sequence, ReadOnlySpan<byte> json)
    {
        if (sequence <= fileSequence)
        {
            return;
        }

        foreach (JournalEntry entry in DirectoryJournal.Read(json))
        {
            snapshot = snapshot.Apply(entry);
            missing.Add(entry);
        }

        LastSequence = sequence;
    }

    /// <summary>The log was read: the directory is what it is.</summary>
    public void Finish(DirectoryState state, AccountTable accounts, StoreLayout layout, List<MailStoreFinding> findings)
    {
        if (!fileExisted && missing.Count > 0)
        {
            findings.Add(StoreFindings.DirectoryRebuilt(layout.DirectoryFile, "was missing"));
        }

        // The record that made an account may be damaged while directory.db has it.
        foreach (AccountId id in snapshot.AccountsById.Keys)
        {
            accounts.FindOrRecover(id.Value);
        }

        state.Current = snapshot;
        DirectoryUsage.Rebuild(snapshot, accounts);
    }

    /// <summary>What directory.db lacks.</summary>
    public DirectoryCommit ToCommit() => new(LastSequence, snapshot, missing);
}
