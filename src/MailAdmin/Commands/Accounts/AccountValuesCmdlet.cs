using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Pipeline;
using MailAdmin.Requests;

namespace MailAdmin.Commands.Accounts;

/// <summary>Base of the cmdlets that give an account its values: what New- and Set-MailAccount take alike.</summary>
public abstract class AccountValuesCmdlet : MailAdminCmdlet
{
    /// <summary>The name of the person or thing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? DisplayName { get; set; }

    /// <summary>A note for administrators.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Description { get; set; }

    /// <summary>
    /// The maximum size of all its messages: a number of bytes, a text such as '2 GB', or Unlimited. Default: the quota
    /// of the domain, then that of the store.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(MailSize))]
    public MailSize? Quota { get; set; }

    /// <summary>The percentages of the quota at which it counts as in warning. Default: those of the store.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(int), Several = true)]
    public int[]? QuotaWarning { get; set; }

    /// <summary>The protocols that it may use: Smtp (to send), Pop3, Imap. Default: all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(MailProtocol), Several = true)]
    public MailProtocol[]? Protocol { get; set; }

    /// <summary>Addresses that receive what it receives.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(string), Several = true)]
    public string[]? ForwardTo { get; set; }

    /// <summary>Whether it keeps what it forwards. Default: true.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(bool))]
    public bool KeepCopy { get; set; } = true;

    /// <summary>The account only sends: mail to it is refused.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(SwitchParameter))]
    public SwitchParameter SendOnly { get; set; }

    /// <summary>The account only receives: it may not send.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(SwitchParameter))]
    public SwitchParameter ReceiveOnly { get; set; }

    /// <summary>The maximum number of recipients to whom it may send in a day. Default: no limit.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(int))]
    public int? MaxSendPerDay { get; set; }

    /// <summary>
    /// Days after which POP3 clients are asked to remove mail that they leave on the server. Default: never.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(int))]
    public int? Pop3LeaveOnServerDays { get; set; }

    /// <summary>
    /// It takes no mail and nobody can log on. Set-MailAccount -Disabled:$false, as Enable-MailAccount, enables it.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(SwitchParameter))]
    public SwitchParameter Disabled { get; set; }

    /// <summary>
    /// Whether it takes mail and its owner can log on. Default: true. Objects and files have it;
    /// -Disabled is shorter to type.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(bool))]
    public bool? Enabled { get; set; }

    /// <summary>
    /// Which values of a row were inherited where it comes from: they stay so unless they were changed.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    [FromText(typeof(InheritedValues))]
    public InheritedValues Inherited { get; set; }

    /// <summary>The values that are given for the present item.</summary>
    /// <exception cref="MailException">InvalidAddress: a target of ForwardTo is not one.</exception>
    private protected AccountProperties ReadValues(bool fromOwnObject)
    {
        HashSet<string> given = Given.For<AccountProperties>(fromOwnObject);
        bool? enabled = Given.Enabled(Enabled, Disabled, fromOwnObject);
        if (enabled is not null)
        {
            given.Add(nameof(AccountProperties.Enabled));
        }

        WarnOfSmall(nameof(Quota), given.Contains(nameof(Quota)) ? Quota : null);
        return new AccountProperties
        {
            Given = given,
            DisplayName = string.IsNullOrEmpty(DisplayName) ? null : DisplayName,
            Description = string.IsNullOrEmpty(Description) ? null : Description,
            Enabled = enabled ?? true,
            Quota = Quota,
            QuotaWarning = QuotaWarning,
            Inherited = Given.Inherited(Inherited, fromOwnObject),
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
