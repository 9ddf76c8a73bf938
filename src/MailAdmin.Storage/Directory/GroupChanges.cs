using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>What can be done to groups.</summary>
internal static class GroupChanges
{
    public static GroupRecord Create(DirectoryDraft draft, GroupRecord group)
    {
        DirectoryRules.RequireDomain(draft.Directory, group.Address.Domain);
        DirectoryRules.RequireFreeAddress(draft.Directory, group.Address);
        draft.Apply(JournalEntry.Of(before: null, group));
        DirectoryRules.RequireNoLoop(draft.Directory, group.Address);
        return group;
    }

    public static GroupRecord Update(DirectoryDraft draft, EmailAddress address, Func<GroupRecord, GroupRecord> change)
    {
        GroupRecord before = DirectoryRules.RequireGroup(draft.Directory, address);
        GroupRecord after = change(before) with { Address = before.Address };
        draft.Apply(JournalEntry.Of(before, after));
        DirectoryRules.RequireNoLoop(draft.Directory, after.Address);
        return after;
    }

    public static bool Remove(DirectoryDraft draft, EmailAddress address)
    {
        GroupRecord before = DirectoryRules.RequireGroup(draft.Directory, address);
        draft.Apply(JournalEntry.Of(before, after: null));
        return true;
    }
}
