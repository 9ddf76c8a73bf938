using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>The parts of the directory.</summary>
internal enum JournalSection
{
    Settings = 1,
    Domain = 2,
    Account = 3,
    Alias = 4,
    Group = 5,
}

/// <summary>
/// One change of the directory: what was before (null: nothing) and what is after (null: it is gone).
/// </summary>
internal sealed record JournalEntry(JournalSection Section, string Key, object? Before, object? After)
{
    public static JournalEntry Of(StoreSettings before, StoreSettings after) =>
        new(JournalSection.Settings, "", before, after);

    public static JournalEntry Of(DomainRecord? before, DomainRecord? after) =>
        new(JournalSection.Domain, (after ?? before)!.Name.Ascii, before, after);

    public static JournalEntry Of(AccountRecord? before, AccountRecord? after) =>
        new(JournalSection.Account, (after ?? before)!.Address.Canonical, before, after);

    public static JournalEntry Of(AliasRecord? before, AliasRecord? after) =>
        new(JournalSection.Alias, (after ?? before)!.Address.Canonical, before, after);

    public static JournalEntry Of(GroupRecord? before, GroupRecord? after) =>
        new(JournalSection.Group, (after ?? before)!.Address.Canonical, before, after);
}

/// <summary>What a commit did to the directory.</summary>
/// <param name="Sequence">The sequence number of the last record of the commit.</param>
/// <param name="Snapshot">The directory after it.</param>
/// <param name="Journal">What changed.</param>
internal sealed record DirectoryCommit(long Sequence, DirectorySnapshot Snapshot, IReadOnlyList<JournalEntry> Journal);
