using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>
/// One change of the directory: an object before it (null: it did not exist) and after it (null: it is gone).
/// </summary>
internal sealed record DirectoryChange(DirectoryKind Kind, object? Before, object? After)
{
    /// <summary>The key of the object after the change, or of what is gone.</summary>
    public string Key => Kind.KeyTextOf((After ?? Before)!);
}

/// <summary>The journal of one record of the log: the changes that one command made together.</summary>
internal sealed record JournalRecord(
    long Sequence, ChangeOrigin Origin, DateTimeOffset When, IReadOnlyList<DirectoryChange> Changes);

/// <summary>What a commit did to the directory.</summary>
/// <param name="Sequence">The sequence number of the last record of the commit.</param>
/// <param name="Snapshot">The directory after it.</param>
/// <param name="Journal">What changed.</param>
internal sealed record DirectoryCommit(long Sequence, DirectorySnapshot Snapshot, IReadOnlyList<JournalRecord> Journal);
