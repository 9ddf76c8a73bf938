using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Contracts;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Domains;

/// <summary>Enables domains.</summary>
/// <remarks>Mail for it is taken again, and its accounts can log on.</remarks>
/// <example>
///   <summary>Enable a domain</summary>
///   <code>Enable-MailDomain example.test</code>
/// </example>
/// <example>
///   <summary>Enable all domains and show them</summary>
///   <code>Get-MailDomain | Enable-MailDomain -PassThru</code>
/// </example>
[Cmdlet(VerbsLifecycle.Enable, "MailDomain", SupportsShouldProcess = true)]
[OutputType(typeof(MailDomain))]
public sealed class EnableMailDomainCommand : MailAdminCmdlet
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
                if (ShouldProcess(text, "Enable domain"))
                {
                    DomainProperties properties = new() { Given = new HashSet<string> { nameof(DomainProperties.Enabled) }, Enabled = true };
                    Change(text, cancellationToken => Administration.SetDomainAsync(name, properties, Origin, cancellationToken), PassThru ? WriteObject : null);
                }
            });
        }
    }
}
