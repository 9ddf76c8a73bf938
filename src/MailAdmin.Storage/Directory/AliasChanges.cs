using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>What can be done to aliases.</summary>
internal static class AliasChanges
{
    public static AliasRecord Create(DirectoryDraft draft, AliasRecord alias)
    {
        DirectoryRules.RequireDomain(draft.Directory, alias.Address.Domain);
        DirectoryRules.RequireFreeAddress(draft.Directory, alias.Address);
        RequireTarget(alias);
        draft.Apply(JournalEntry.Of(before: null, alias));
        DirectoryRules.RequireNoLoop(draft.Directory, alias.Address);
        return alias;
    }

    public static AliasRecord Update(DirectoryDraft draft, EmailAddress address, Func<AliasRecord, AliasRecord> change)
    {
        AliasRecord before = DirectoryRules.RequireAlias(draft.Directory, address);
        AliasRecord after = change(before) with { Address = before.Address };
        RequireTarget(after);
        draft.Apply(JournalEntry.Of(before, after));
        DirectoryRules.RequireNoLoop(draft.Directory, after.Address);
        return after;
    }

    public static bool Remove(DirectoryDraft draft, EmailAddress address)
    {
        AliasRecord before = DirectoryRules.RequireAlias(draft.Directory, address);
        draft.Apply(JournalEntry.Of(before, after: null));
        return true;
    }

    private static void RequireTarget(AliasRecord alias)
    {
        if (alias.Target.Count == 0)
        {
            throw MailException.Of(MailError.InvalidTarget.As("Missing"), alias.Address);
        }
    }
}
