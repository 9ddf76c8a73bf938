using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Arguments;
using MailAdmin.Texts;

namespace MailAdmin.Server.Administration.Accounts;

/// <summary>Checks the values that were given for an account, and applies them to its record.</summary>
internal sealed class AccountChange
{
    private readonly AccountProperties properties;
    private readonly DateTimeOffset now;

    /// <exception cref="MailException">InvalidArgument; nothing was changed.</exception>
    public AccountChange(AccountProperties properties, DateTimeOffset now)
    {
        PropertyChecks<AccountProperties>.Run(properties);
        this.now = now;
        this.properties = properties with
        {
            QuotaWarning = Argument.Percentages(properties.QuotaWarning, nameof(properties.QuotaWarning)),
            ForwardTo = [.. properties.ForwardTo.Distinct()],

            // Submission is how an account uses SMTP; the two are one permission.
            Protocol =
            [
                .. properties.Protocol
                    .Select(protocol => protocol == MailProtocol.Submission ? MailProtocol.Smtp : protocol)
                    .Distinct()
                    .Order(),
            ],
        };
    }

    public AccountRecord ApplyTo(AccountRecord account)
    {
        AccountRecord changed = PropertyCopy.Given(properties, account with { });
        if (properties.Given.Contains(nameof(properties.Password)))
        {
            changed = changed with { PasswordLastSet = properties.Password is null ? null : now };
        }

        return changed.SendOnly && changed.ReceiveOnly
            ? throw Argument.Invalid(
                nameof(properties.SendOnly), changed.Address, MailText.Of("Reason.SendOnlyAndReceiveOnly"))
            : changed;
    }
}
