using System.Management.Automation;

namespace MailAdmin.Commands.Domains;

/// <summary>Enables domains.</summary>
/// <remarks>An enabled domain receives mail again, and its accounts can log on.</remarks>
/// <example>
///   <summary>Enable a domain</summary>
///   <code>Enable-MailDomain example.test</code>
/// </example>
/// <example>
///   <summary>Enable all domains and show them</summary>
///   <code>Get-MailDomain | Enable-MailDomain -PassThru</code>
/// </example>
[Cmdlet(VerbsLifecycle.Enable, "MailDomain", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Enable-MailDomain")]
[OutputType(typeof(MailDomain))]
public sealed class EnableMailDomainCommand : DomainEnablingCmdlet
{
    /// <inheritdoc/>
    protected override bool Enables => true;
}
