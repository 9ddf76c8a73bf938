using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Domains;

/// <summary>Base of the cmdlets that give a domain its values: what New- and Set-MailDomain take alike.</summary>
public abstract class DomainValuesCmdlet : MailAdminCmdlet
{
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

    /// <summary>
    /// An address that receives what is for nobody else in the domain. Default: such mail is refused.
    /// </summary>
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

    /// <summary>
    /// The host, or host:port, to which mail of its accounts for other domains goes. Default: as the store says.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? SmartHost { get; set; }

    /// <summary>
    /// User name and password for that host, which is then used with TLS and a valid certificate only. $null: without.
    /// </summary>
    [Parameter]
    [AllowNull]
    [OptionalCredential]
    public PSCredential? SmartHostCredential { get; set; }

    /// <summary>Whether it takes mail and its accounts can log on. Default: true.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(bool))]
    public bool? Enabled { get; set; }

    /// <summary>Warns of values that were taken, but do not do what they seem to.</summary>
    private protected void WarnOf(DomainProperties properties, MailDomain changed)
    {
        if (properties.Given.Contains(nameof(MaxAccounts)) && changed.AccountCount > properties.MaxAccounts)
        {
            WriteWarning(MailText.Of(
                "Warning.MaxAccounts", changed.Name, properties.MaxAccounts, changed.AccountCount).ToString());
        }
    }

    /// <summary>The values that are given for the present item.</summary>
    /// <exception cref="MailException">InvalidAddress (CatchAll), InvalidDomainName (AliasDomain).</exception>
    private protected DomainProperties ReadValues(bool fromOwnObject)
    {
        HashSet<string> given = Given.For<DomainProperties>(fromOwnObject);
        if (Given.Has(nameof(SmartHostCredential)))
        {
            given.Add(nameof(DomainProperties.SmartHostUserName));
        }

        WarnOfSmall(nameof(MaxTotalSize), given.Contains(nameof(MaxTotalSize)) ? MaxTotalSize : null);
        WarnOfSmall(nameof(DefaultQuota), given.Contains(nameof(DefaultQuota)) ? DefaultQuota : null);
        WarnOfSmall(nameof(MaxMessageSize), given.Contains(nameof(MaxMessageSize)) ? MaxMessageSize : null);
        return new DomainProperties
        {
            Given = given,
            Description = string.IsNullOrEmpty(Description) ? null : Description,
            MaxAccounts = MaxAccounts,
            MaxTotalSize = MaxTotalSize,
            DefaultQuota = DefaultQuota,
            MaxMessageSize = MaxMessageSize,
            CatchAll = given.Contains(nameof(CatchAll)) ? AddressList.ParseOptional(CatchAll) : null,
            AliasDomain = given.Contains(nameof(AliasDomain)) ? AddressList.ParseDomains(AliasDomain) : [],
            PlusAddressing = PlusAddressing,
            Enabled = Enabled ?? true,
            SmartHost = string.IsNullOrEmpty(SmartHost) ? null : SmartHost,
            SmartHostUserName = SmartHostCredential?.UserName,
            SmartHostPassword = SmartHostCredential?.GetNetworkCredential().Password,
        };
    }
}
