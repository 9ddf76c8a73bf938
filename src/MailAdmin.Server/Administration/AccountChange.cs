using MailAdmin.Contracts;
using MailAdmin.Texts;

namespace MailAdmin.Server.Administration;

/// <summary>Checks the values that were given for an account, and applies them to its record.</summary>
internal sealed class AccountChange
{
    private readonly AccountProperties properties;
    private readonly IReadOnlyList<MailProtocol> protocol;
    private readonly IReadOnlyList<int>? quotaWarning;
    private readonly DateTimeOffset now;

    /// <exception cref="MailException">InvalidArgument; nothing was changed.</exception>
    public AccountChange(AccountProperties properties, DateTimeOffset now)
    {
        this.properties = properties;
        this.now = now;
        Argument.RequireShortText(properties.DisplayName, nameof(properties.DisplayName));
        Argument.RequireAtLeast(0, properties.MaxSendPerDay, nameof(properties.MaxSendPerDay));
        Argument.RequireAtLeast(0, properties.Pop3LeaveOnServerDays, nameof(properties.Pop3LeaveOnServerDays));
        quotaWarning = Argument.Percentages(properties.QuotaWarning, nameof(properties.QuotaWarning));

        // Submission is how an account uses SMTP; the two are one permission.
        protocol = [.. properties.Protocol.Select(p => p == MailProtocol.Submission ? MailProtocol.Smtp : p).Distinct().Order()];
    }

    public AccountRecord ApplyTo(AccountRecord account)
    {
        IReadOnlySet<string> given = properties.Given;
        bool setsPassword = given.Contains(nameof(properties.Password));
        AccountRecord changed = account with
        {
            DisplayName = given.Contains(nameof(properties.DisplayName)) ? properties.DisplayName : account.DisplayName,
            Enabled = given.Contains(nameof(properties.Enabled)) ? properties.Enabled : account.Enabled,
            Protocol = given.Contains(nameof(properties.Protocol)) ? protocol : account.Protocol,
            Quota = given.Contains(nameof(properties.Quota)) ? properties.Quota : account.Quota,
            QuotaWarning = given.Contains(nameof(properties.QuotaWarning)) ? quotaWarning : account.QuotaWarning,
            ForwardTo = given.Contains(nameof(properties.ForwardTo)) ? [.. properties.ForwardTo.Distinct()] : account.ForwardTo,
            KeepCopy = given.Contains(nameof(properties.KeepCopy)) ? properties.KeepCopy : account.KeepCopy,
            SendOnly = given.Contains(nameof(properties.SendOnly)) ? properties.SendOnly : account.SendOnly,
            ReceiveOnly = given.Contains(nameof(properties.ReceiveOnly)) ? properties.ReceiveOnly : account.ReceiveOnly,
            MaxSendPerDay = given.Contains(nameof(properties.MaxSendPerDay)) ? properties.MaxSendPerDay : account.MaxSendPerDay,
            Pop3LeaveOnServerDays = given.Contains(nameof(properties.Pop3LeaveOnServerDays))
                ? properties.Pop3LeaveOnServerDays
                : account.Pop3LeaveOnServerDays,
            Password = setsPassword ? properties.Password : account.Password,
            PasswordLastSet = !setsPassword ? account.PasswordLastSet : properties.Password is null ? null : now,
        };

        return changed.SendOnly && changed.ReceiveOnly
            ? throw Argument.Invalid(nameof(properties.SendOnly), changed.Address, MailText.Of("Reason.SendOnlyAndReceiveOnly"))
            : changed;
    }
}
