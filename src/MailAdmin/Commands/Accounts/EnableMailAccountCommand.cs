using System.Management.Automation;

namespace MailAdmin.Commands.Accounts;

/// <summary>Enables accounts.</summary>
/// <remarks>An enabled account receives mail again and its owner can log on, if its domain is enabled.</remarks>
/// <example>
///   <summary>Enable an account</summary>
///   <code>Enable-MailAccount ann@example.test</code>
/// </example>
/// <example>
///   <summary>Enable the accounts of a domain and show them</summary>
///   <code>Get-MailAccount -Domain example.test | Enable-MailAccount -PassThru</code>
/// </example>
[Cmdlet(VerbsLifecycle.Enable, "MailAccount", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Enable-MailAccount")]
[OutputType(typeof(MailAccount))]
public sealed class EnableMailAccountCommand : AccountEnablingCmdlet
{
    /// <inheritdoc/>
    protected override bool Enables => true;
}
