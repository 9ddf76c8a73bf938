using System.Management.Automation;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Accounts;

/// <summary>Removes accounts and every message in them.</summary>
/// <remarks>Mail to the address is refused at once; sessions that have the account open are closed.</remarks>
/// <example>
///   <summary>Remove an account</summary>
///   <code>Remove-MailAccount ann@example.test -Confirm:$false</code>
/// </example>
/// <example>
///   <summary>Remove every account of a retired domain</summary>
///   <code>Get-MailAccount -Domain old.example.test | Remove-MailAccount -Confirm:$false</code>
/// </example>
[Cmdlet(VerbsCommon.Remove, "MailAccount", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpLocation.Root + "Remove-MailAccount")]
[OutputType(typeof(void))]
public sealed class RemoveMailAccountCommand : AccountCmdlet
{
    /// <inheritdoc/>
    protected override void Process(string text, EmailAddress address)
    {
        Change(text, MailText.Of("Action.RemoveAccount"), new RemoveAccount(address));
    }
}
