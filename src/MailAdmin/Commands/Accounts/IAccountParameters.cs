using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Contracts;

namespace MailAdmin.Commands.Accounts;

/// <summary>The properties of an account that New- and Set-MailAccount take alike.</summary>
internal interface IAccountParameters
{
    string? DisplayName { get; }

    MailSize? Quota { get; }

    int[]? QuotaWarning { get; }

    MailProtocol[]? Protocol { get; }

    string[]? ForwardTo { get; }

    bool KeepCopy { get; }

    SwitchParameter SendOnly { get; }

    SwitchParameter ReceiveOnly { get; }

    int? MaxSendPerDay { get; }

    int? Pop3LeaveOnServerDays { get; }

    SwitchParameter Disabled { get; }

    /// <summary>Makes a request of them.</summary>
    /// <exception cref="MailException">InvalidAddress: a target of ForwardTo is not one.</exception>
    AccountProperties ToProperties(GivenParameters parameters, bool fromOwnObject)
    {
        HashSet<string> given = parameters.For<AccountProperties>(fromOwnObject);
        if (parameters.Has(nameof(Disabled), fromOwnObject))
        {
            given.Add(nameof(AccountProperties.Enabled));
        }

        return new AccountProperties
        {
            Given = given,
            DisplayName = string.IsNullOrEmpty(DisplayName) ? null : DisplayName,
            Enabled = !Disabled,
            Quota = Quota,
            QuotaWarning = QuotaWarning,
            Protocol = Protocol ?? [],
            ForwardTo = given.Contains(nameof(ForwardTo)) ? AddressList.Parse(ForwardTo) : [],
            KeepCopy = KeepCopy,
            SendOnly = SendOnly,
            ReceiveOnly = ReceiveOnly,
            MaxSendPerDay = MaxSendPerDay,
            Pop3LeaveOnServerDays = Pop3LeaveOnServerDays,
        };
    }
}
