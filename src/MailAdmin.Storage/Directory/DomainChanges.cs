using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>What can be done to domains.</summary>
internal static class DomainChanges
{
    public static DomainRecord Create(DirectoryDraft draft, DomainRecord domain)
    {
        DirectoryRules.RequireFreeName(draft.Directory, domain.Name);
        RequireAliasDomains(draft.Directory, domain);
        draft.Apply(JournalEntry.Of(before: null, domain));
        RequireCatchAll(draft.Directory, domain);
        return domain;
    }

    public static DomainRecord Update(DirectoryDraft draft, DomainName name, Func<DomainRecord, DomainRecord> change)
    {
        DomainRecord before = DirectoryRules.RequireDomain(draft.Directory, name).Record;
        DomainRecord after = change(before) with { Name = before.Name };
        RequireAliasDomains(draft.Directory, after);
        if (after.CatchAll != before.CatchAll)
        {
            RequireCatchAll(draft.Directory, after);
        }

        draft.Apply(JournalEntry.Of(before, after));
        return after;
    }

    public static bool Remove(DirectoryDraft draft, DomainName name, bool recurse)
    {
        DomainEntry domain = DirectoryRules.RequireDomain(draft.Directory, name);
        GroupRecord[] groups = [.. draft.Directory.GroupsOf(name)];
        if (!recurse && domain.Accounts + domain.Aliases + groups.Length > 0)
        {
            throw MailException.Of(
                MailError.DomainNotEmpty, domain.Record.Name, domain.Accounts, domain.Aliases, groups.Length);
        }

        foreach (AccountRecord account in draft.Directory.Accounts.Values.Where(account => account.Address.Domain == name).OrderBy(account => account.Id.Value))
        {
            draft.RemoveMail(account.Id);
            draft.Apply(JournalEntry.Of(account, after: null));
        }

        foreach (AliasRecord alias in draft.Directory.Aliases.Values.Where(alias => alias.Address.Domain == name).OrderBy(alias => alias.Address))
        {
            draft.Apply(JournalEntry.Of(alias, after: null));
        }

        foreach (GroupRecord group in groups)
        {
            draft.Apply(JournalEntry.Of(group, after: null));
        }

        draft.Apply(JournalEntry.Of(domain.Record, after: null));
        return true;
    }

    private static void RequireAliasDomains(DirectorySnapshot directory, DomainRecord domain)
    {
        HashSet<DomainName> names = [domain.Name];
        foreach (DomainName alias in domain.AliasDomain)
        {
            if (!names.Add(alias))
            {
                throw MailException.Of(MailError.DomainExists, alias);
            }

            DirectoryRules.RequireFreeName(directory, alias, except: domain.Name);
        }
    }

    private static void RequireCatchAll(DirectorySnapshot directory, DomainRecord domain)
    {
        if (domain.CatchAll is { } catchAll
            && !directory.Accounts.ContainsKey(catchAll)
            && !directory.Aliases.ContainsKey(catchAll)
            && !directory.Groups.ContainsKey(catchAll))
        {
            throw MailException.Of(MailError.InvalidTarget.As("CatchAll"), catchAll, domain.Name);
        }
    }
}
