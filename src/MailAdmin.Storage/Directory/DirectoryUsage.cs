using MailAdmin.Contracts;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Directory;

/// <summary>Keeps what the accounts of a domain use together in step with the directory.</summary>
internal static class DirectoryUsage
{
    /// <summary>After a commit: counts the accounts that it made or renamed in their domains.</summary>
    public static void Update(AccountTable accounts, IReadOnlyList<JournalEntry> journal)
    {
        foreach (JournalEntry entry in journal)
        {
            if (entry.After is AccountRecord account)
            {
                accounts.CountInDomain(account);
            }
        }
    }

    /// <summary>After the log was read: counts all accounts in their domains.</summary>
    public static void Rebuild(DirectorySnapshot directory, AccountTable accounts)
    {
        foreach (AccountRecord account in directory.Accounts.Values)
        {
            accounts.CountInDomain(account);
        }
    }
}
