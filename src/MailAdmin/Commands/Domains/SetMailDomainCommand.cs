using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Contracts;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Domains;

/// <summary>Changes the properties of domains.</summary>
/// <remarks>
/// Only what is given is changed; $null brings back the default. From an object that Get-MailDomain wrote, only the name
/// is taken; from rows of a CSV file every column that has the name of a parameter, unless its cell is empty.
/// </remarks>
/// <example>
///   <summary>Give the accounts of every domain a quota of 5 GB, unless they have their own</summary>
///   <code>Get-MailDomain | Set-MailDomain -DefaultQuota '5 GB'</code>
/// </example>
/// <example>
///   <summary>Take mail for addresses that do not exist, and show the domain</summary>
///   <code>Set-MailDomain example.test -CatchAll ann@example.test -PassThru</code>
/// </example>
[Cmdlet(VerbsCommon.Set, "MailDomain", SupportsShouldProcess = true)]
[OutputType(typeof(MailDomain))]
public sealed class SetMailDomainCommand : MailAdminCmdlet, IDomainParameters
{
    /// <summary>The name of the domain.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Name))]
    [ArgumentCompleter(typeof(DomainNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>What comes from the pipeline. Of an object that Get-MailDomain wrote, only its name is taken; what to change is in the other parameters.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>A note for administrators.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Description { get; set; }

    /// <summary>The most accounts that it may have. Default: no limit.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(int))]
    public int? MaxAccounts { get; set; }

    /// <summary>The most that all its accounts together may use, as '50 GB'. Default: Unlimited.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(MailSize))]
    public MailSize? MaxTotalSize { get; set; }

    /// <summary>The quota of its accounts that have none of their own. Default: that of the store.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(MailSize))]
    public MailSize? DefaultQuota { get; set; }

    /// <summary>The largest message that its accounts take. Default: that of the store.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(MailSize))]
    public MailSize? MaxMessageSize { get; set; }

    /// <summary>An address that receives what is for nobody else in the domain. Default: such mail is refused.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    public string? CatchAll { get; set; }

    /// <summary>Other names of the domain; every address of it exists under them too.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(string), Several = true)]
    public string[]? AliasDomain { get; set; }

    /// <summary>Whether mail for ann+anything@ is delivered to ann@. Default: true.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(bool))]
    public bool PlusAddressing { get; set; } = true;

    /// <summary>The host, or host:port, to which mail of its accounts for other domains goes. Default: as the store says.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? SmartHost { get; set; }

    /// <summary>User name and password for that host, which is then used with TLS and a valid certificate only. $null: without.</summary>
    [Parameter]
    [AllowNull]
    public PSCredential? SmartHostCredential { get; set; }

    /// <summary>Writes the domain as it is afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Name)
        {
            Attempt(text, () =>
            {
                DomainName name = DomainName.Parse(text);
                DomainProperties properties = ((IDomainParameters)this).ToProperties(Given, InputObject?.BaseObject is MailDomain);
                if (ShouldProcess(text, "Change domain"))
                {
                    Change(text, cancellationToken => Administration.SetDomainAsync(name, properties, Origin, cancellationToken), PassThru ? WriteObject : null);
                }
            });
        }
    }
}
