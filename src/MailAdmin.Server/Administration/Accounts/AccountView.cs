using MailAdmin.Contracts;
using MailAdmin.Server.Arguments;

namespace MailAdmin.Server.Administration.Accounts;

/// <summary>Shows accounts: what is stored of each, what it uses, and its last logon.</summary>
internal sealed class AccountView(IDirectory directory, IMailboxes mailboxes)
{
    public async ValueTask<MailAccount> ShowAsync(AccountRecord account, CancellationToken cancellationToken)
    {
        StoreSettings settings = await directory.GetSettingsAsync(cancellationToken);
        AccountUsage usage = await mailboxes.GetUsageAsync(account.Id, cancellationToken);
        LogonRecord? lastLogon = await directory.FindLastLogonAsync(account.Id, cancellationToken);
        return Show(account, usage, lastLogon, settings);
    }

    public static MailAccount Show(
        AccountRecord account, AccountUsage usage, LogonRecord? lastLogon, StoreSettings settings)
    {
        QuotaState quota = QuotaState.Of(account, usage, settings);
        return PropertyCopy.All(account, new MailAccount { Address = account.Address.ToString() }) with
        {
            Domain = account.Address.Domain.Ascii,
            Quota = quota.Quota,
            QuotaWarning = quota.Warning,
            Inherited = quota.Inherited,
            UsedSize = quota.Used,
            UsedPercent = quota.Percent,
            QuotaStatus = quota.Status,
            MessageCount = usage.MessageCount,
            LastLogon = lastLogon?.When.LocalDateTime,
            LastLogonProtocol = lastLogon?.Protocol,
            LastLogonAddress = lastLogon?.RemoteAddress,
        };
    }
}
