using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Contracts;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Domains;

/// <summary>Adds domains whose mail this server receives.</summary>
/// <remarks>
/// Mail for postmaster and abuse of the domain goes to the AdminAddress of the store (RFC 2142 §5). A name may be typed in
/// its own script or as A-labels (xn--…); the two are the same domain.
/// </remarks>
/// <example>
///   <summary>Add a domain whose accounts may hold 2 GB each</summary>
///   <code>New-MailDomain example.test -DefaultQuota '2 GB'</code>
/// </example>
/// <example>
///   <summary>Add a domain that has another name too</summary>
///   <code>New-MailDomain example.test -AliasDomain example.invalid -Description 'Head office'</code>
/// </example>
[Cmdlet(VerbsCommon.New, "MailDomain", SupportsShouldProcess = true)]
[OutputType(typeof(MailDomain))]
public sealed class NewMailDomainCommand : MailAdminCmdlet, IDomainParameters
{
    /// <summary>The name of the domain.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Name))]
    public string[] Name { get; set; } = [];

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

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Name)
        {
            Attempt(text, () =>
            {
                DomainName name = DomainName.Parse(text);
                DomainProperties properties = ((IDomainParameters)this).ToProperties(Given, fromOwnObject: false);
                if (ShouldProcess(text, "Create domain"))
                {
                    Change(text, cancellationToken => Administration.CreateDomainAsync(name, properties, Origin, cancellationToken), WriteObject);
                }
            });
        }
    }
}
