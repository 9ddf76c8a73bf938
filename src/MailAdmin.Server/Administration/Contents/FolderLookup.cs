using MailAdmin.Contracts;
using MailAdmin.Server.Administration.Accounts;

namespace MailAdmin.Server.Administration.Contents;

/// <summary>Finds the folder that a request names.</summary>
internal sealed class FolderLookup(IDirectory directory, IMailboxes mailboxes)
{
    public IMailboxes Mailboxes => mailboxes;

    /// <exception cref="MailException">InvalidAddress, AccountNotFound.</exception>
    public async ValueTask<AccountId> AccountAsync(string address, CancellationToken cancellationToken) =>
        (await directory.RequireAccountAsync(EmailAddress.Parse(address), cancellationToken)).Id;

    /// <summary>The folder, as long as it is the one that the caller has seen.</summary>
    /// <exception cref="MailException">InvalidAddress, AccountNotFound, MailboxNotFound.</exception>
    public async ValueTask<MailboxInfo> FindAsync(
        string address, string folder, long uidValidity, CancellationToken cancellationToken)
    {
        AccountId account = await AccountAsync(address, cancellationToken);
        MailboxInfo? found = await mailboxes.FindAsync(account, folder, cancellationToken);
        return found is not null && found.UidValidity == uidValidity
            ? found
            : throw MailException.Of(MailError.MailboxNotFound, folder);
    }
}
