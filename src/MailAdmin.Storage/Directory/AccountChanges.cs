using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>What can be done to accounts.</summary>
internal static class AccountChanges
{
    public static AccountRecord Create(DirectoryDraft draft, AccountRecord account)
    {
        RequireAddress(draft.Directory, account.Address);
        AccountRecord created = account with { Id = draft.TakeAccount() };
        draft.Apply(JournalEntry.Of(before: null, created));
        DirectoryRules.RequireNoLoop(draft.Directory, created.Address);
        return created;
    }

    public static AccountRecord Update(
        DirectoryDraft draft, EmailAddress address, Func<AccountRecord, AccountRecord> change)
    {
        AccountRecord before = DirectoryRules.RequireAccount(draft.Directory, address);
        AccountRecord after = change(before) with { Id = before.Id, Address = before.Address };
        draft.Apply(JournalEntry.Of(before, after));
        DirectoryRules.RequireNoLoop(draft.Directory, after.Address);
        return after;
    }

    public static AccountRecord Rename(DirectoryDraft draft, EmailAddress address, EmailAddress newAddress)
    {
        AccountRecord before = DirectoryRules.RequireAccount(draft.Directory, address);

        // The same address may be typed differently: Ann@ for ann@.
        if (newAddress != address)
        {
            DomainEntry domain = DirectoryRules.RequireDomain(draft.Directory, newAddress.Domain);
            DirectoryRules.RequireFreeAddress(draft.Directory, newAddress);
            if (newAddress.Domain != address.Domain)
            {
                DirectoryRules.RequireRoom(domain, newAddress);
            }
        }

        AccountRecord after = before with { Address = newAddress };
        draft.Apply(JournalEntry.Of(before, after));
        DirectoryRules.RequireNoLoop(draft.Directory, newAddress);
        return after;
    }

    public static bool Remove(DirectoryDraft draft, EmailAddress address)
    {
        AccountRecord before = DirectoryRules.RequireAccount(draft.Directory, address);
        draft.RemoveMail(before.Id);
        draft.Apply(JournalEntry.Of(before, after: null));
        return true;
    }

    private static void RequireAddress(DirectorySnapshot directory, EmailAddress address)
    {
        DomainEntry domain = DirectoryRules.RequireDomain(directory, address.Domain);
        DirectoryRules.RequireFreeAddress(directory, address);
        DirectoryRules.RequireRoom(domain, address);
    }
}
