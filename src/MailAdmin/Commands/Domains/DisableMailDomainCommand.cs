using System.Management.Automation;

namespace MailAdmin.Commands.Domains;

/// <summary>Disables domains.</summary>
/// <remarks>A disabled domain refuses mail, and none of its accounts can log on. Nothing is lost.</remarks>
/// <example>
///   <summary>Disable a domain</summary>
///   <code>Disable-MailDomain example.test</code>
/// </example>
/// <example>
///   <summary>Disable all domains and show them</summary>
///   <code>Get-MailDomain | Disable-MailDomain -PassThru</code>
/// </example>
[Cmdlet(VerbsLifecycle.Disable, "MailDomain", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Disable-MailDomain")]
[OutputType(typeof(MailDomain))]
public sealed class DisableMailDomainCommand : DomainEnablingCmdlet
{
    /// <inheritdoc/>
    protected override bool Enables => false;
}
