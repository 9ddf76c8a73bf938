using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Contracts;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Accounts;

/// <summary>Changes the properties of accounts.</summary>
/// <remarks>
/// Only what is given is changed; $null brings back the default. From an object that Get-MailAccount wrote, only the
/// address is taken; from rows of a CSV file every column that has the name of a parameter, unless its cell is empty.
/// The password is changed by Set-MailAccountPassword, the address by Rename-MailAccount.
/// </remarks>
/// <example>
///   <summary>Give all accounts of a domain 5 GB</summary>
///   <code>Get-MailAccount -Domain example.test | Set-MailAccount -Quota '5 GB'</code>
/// </example>
/// <example>
///   <summary>Forward what an account receives and show it</summary>
///   <code>Set-MailAccount ann@example.test -ForwardTo bob@example.test -KeepCopy $true -PassThru</code>
/// </example>
[Cmdlet(VerbsCommon.Set, "MailAccount", SupportsShouldProcess = true)]
[OutputType(typeof(MailAccount))]
public sealed class SetMailAccountCommand : MailAdminCmdlet, IAccountParameters
{
    /// <summary>The address of the account.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Address))]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    public string[] Address { get; set; } = [];

    /// <summary>What comes from the pipeline. Of an object that Get-MailAccount wrote, only its address is taken; what to change is in the other parameters.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The name of the person or thing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? DisplayName { get; set; }

    /// <summary>The most that its messages may take: a number of bytes, a text such as '2 GB', or Unlimited. Default: that of the domain, then that of the store.</summary>
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

    /// <summary>It only sends: mail to it is refused.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(SwitchParameter))]
    public SwitchParameter SendOnly { get; set; }

    /// <summary>It only receives: it may not send.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(SwitchParameter))]
    public SwitchParameter ReceiveOnly { get; set; }

    /// <summary>The most recipients that it may send to in a day. Default: no limit.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(int))]
    public int? MaxSendPerDay { get; set; }

    /// <summary>Days after which POP3 clients are asked to remove mail that they leave on the server. Default: never.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(int))]
    public int? Pop3LeaveOnServerDays { get; set; }

    /// <summary>It takes no mail and nobody can log on. As Disable-MailAccount; -Disabled:$false enables it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(SwitchParameter))]
    public SwitchParameter Disabled { get; set; }

    /// <summary>Writes the account as it is afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Address)
        {
            Attempt(text, () =>
            {
                EmailAddress address = EmailAddress.Parse(text);
                AccountProperties properties = ((IAccountParameters)this).ToProperties(Given, InputObject?.BaseObject is MailAccount);
                if (ShouldProcess(text, "Change account"))
                {
                    Change(text, cancellationToken => Administration.SetAccountAsync(address, properties, Origin, cancellationToken), PassThru ? WriteObject : null);
                }
            });
        }
    }
}
