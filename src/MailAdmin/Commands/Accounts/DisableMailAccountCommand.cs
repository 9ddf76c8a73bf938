using System.Management.Automation;

namespace MailAdmin.Commands.Accounts;

/// <summary>Disables accounts.</summary>
/// <remarks>
/// A disabled account refuses mail, nobody can log on to it, and its open sessions are closed. Its messages are kept.
/// </remarks>
/// <example>
///   <summary>Disable an account</summary>
///   <code>Disable-MailAccount ann@example.test</code>
/// </example>
/// <example>
///   <summary>Disable the accounts of a domain and show them</summary>
///   <code>Get-MailAccount -Domain example.test | Disable-MailAccount -PassThru</code>
/// </example>
[Cmdlet(VerbsLifecycle.Disable, "MailAccount", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Disable-MailAccount")]
[OutputType(typeof(MailAccount))]
public sealed class DisableMailAccountCommand : AccountEnablingCmdlet
{
    /// <inheritdoc/>
    protected override bool Enables => false;
}
