using MailAdmin.Contracts;

namespace MailAdmin.Server.Administration.Accounts;

/// <summary>
/// What accounts of a list use and have. A list is taken at one moment, and an account may be removed while it is read.
/// </summary>
internal static class UsageLookup
{
    /// <summary>What an account uses; null: it is gone.</summary>
    public static async ValueTask<AccountUsage?> FindUsageAsync(
        this IMailboxes mailboxes, AccountId account, CancellationToken cancellationToken)
    {
        try
        {
            return await mailboxes.GetUsageAsync(account, cancellationToken);
        }
        catch (MailException exception) when (exception.Error == MailError.AccountNotFound)
        {
            return null;
        }
    }

    /// <summary>The folders of an account; none when it is gone.</summary>
    public static async ValueTask<IReadOnlyList<MailboxInfo>> FindFoldersAsync(
        this IMailboxes mailboxes, AccountId account, CancellationToken cancellationToken)
    {
        try
        {
            return await mailboxes.ListAsync(account, cancellationToken);
        }
        catch (MailException exception) when (exception.Error == MailError.AccountNotFound)
        {
            return [];
        }
    }
}
