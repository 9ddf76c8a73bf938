using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Contracts;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Domains;

/// <summary>Disables domains.</summary>
/// <remarks>Mail for it is refused and nobody in it can log on. Nothing is lost.</remarks>
/// <example>
///   <summary>Disable a domain</summary>
///   <code>Disable-MailDomain example.test</code>
/// </example>
/// <example>
///   <summary>Disable all domains and show them</summary>
///   <code>Get-MailDomain | Disable-MailDomain -PassThru</code>
/// </example>
[Cmdlet(VerbsLifecycle.Disable, "MailDomain", SupportsShouldProcess = true)]
[OutputType(typeof(MailDomain))]
public sealed class DisableMailDomainCommand : MailAdminCmdlet
{
    /// <summary>The name of the domain.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Name))]
    [ArgumentCompleter(typeof(DomainNameCompleter))]
    public string[] Name { get; set; } = [];

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
                if (ShouldProcess(text, "Disable domain"))
                {
                    DomainProperties properties = new() { Given = new HashSet<string> { nameof(DomainProperties.Enabled) }, Enabled = false };
                    Change(text, cancellationToken => Administration.SetDomainAsync(name, properties, Origin, cancellationToken), PassThru ? WriteObject : null);
                }
            });
        }
    }
}
