using MailAdmin.Contracts;
using MailAdmin.Storage.Directory;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Commit;

/// <summary>Keeps what the accounts of a domain use together in step with the directory.</summary>
internal static class DirectoryUsage
{
    /// <summary>After a commit: counts the accounts that it made or renamed in their domains.</summary>
    public static void Update(StoreState state, IEnumerable<JournalRecord> journal)
    {
        foreach (DirectoryChange change in journal.SelectMany(record => record.Changes))
        {
            if (change.After is AccountRecord account)
            {
                Place(state, account);
            }
        }
    }

    /// <summary>After the log was read: counts all accounts in their domains.</summary>
    public static void Rebuild(StoreState state)
    {
        foreach (AccountRecord account in state.Directory.Accounts.List())
        {
            Place(state, account);
        }
    }

    private static void Place(StoreState state, AccountRecord account)
    {
        if (state.Accounts.TryGetValue(account.Id.Value, out AccountState? found))
        {
            DomainUsage usage = state.UsageOf(account.Address.Domain);
            if (found.Domain != usage)
            {
                found.MoveTo(usage);
            }
        }
    }
}
