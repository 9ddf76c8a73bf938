using MailAdmin.Contracts;

namespace MailAdmin.Server.Administration;

/// <summary>Makes the account that people see of the record, its use and its last logon.</summary>
internal static class AccountOutput
{
    public static MailAccount From(AccountRecord account, AccountUsage usage, LogonRecord? lastLogon, StoreSettings settings)
    {
        QuotaState quota = QuotaState.Of(account, usage, settings);
        return new MailAccount
        {
            Address = account.Address,
            DisplayName = account.DisplayName,
            Enabled = account.Enabled,
            Protocol = account.Protocol,
            Quota = quota.Quota,
            QuotaWarning = quota.Warning,
            UsedSize = quota.Used,
            UsedPercent = quota.Percent,
            QuotaStatus = quota.Status,
            MessageCount = usage.MessageCount,
            ForwardTo = account.ForwardTo,
            KeepCopy = account.KeepCopy,
            SendOnly = account.SendOnly,
            ReceiveOnly = account.ReceiveOnly,
            MaxSendPerDay = account.MaxSendPerDay,
            Pop3LeaveOnServerDays = account.Pop3LeaveOnServerDays,
            LastLogon = lastLogon?.When,
            LastLogonProtocol = lastLogon?.Protocol,
            LastLogonAddress = lastLogon?.RemoteAddress,
            PasswordLastSet = account.PasswordLastSet,
            Created = account.Created,
        };
    }
}
