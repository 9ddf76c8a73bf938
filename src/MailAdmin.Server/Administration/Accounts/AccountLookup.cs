using MailAdmin.Contracts;

namespace MailAdmin.Server.Administration.Accounts;

/// <summary>Looks up accounts that must exist.</summary>
internal static class AccountLookup
{
    /// <exception cref="MailException">AccountNotFound.</exception>
    public static async ValueTask<AccountRecord> RequireAccountAsync(
        this IDirectory directory, EmailAddress address, CancellationToken cancellationToken) =>
        await directory.Accounts.FindAsync(address, cancellationToken)
        ?? throw MailException.Of(MailError.AccountNotFound, address);
}
