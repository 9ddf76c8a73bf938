using System.Management.Automation;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Domains;

/// <summary>Removes domains.</summary>
/// <remarks>
/// A domain that has accounts, aliases or groups is removed only with -Recurse, which also removes all their mail.
/// </remarks>
/// <example>
///   <summary>Remove a domain that has nothing in it</summary>
///   <code>Remove-MailDomain old.example.test -Confirm:$false</code>
/// </example>
/// <example>
///   <summary>See what would be removed</summary>
///   <code>Get-MailDomain *.example.test | Remove-MailDomain -Recurse -WhatIf</code>
/// </example>
[Cmdlet(VerbsCommon.Remove, "MailDomain", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpLocation.Root + "Remove-MailDomain")]
[OutputType(typeof(void))]
public sealed class RemoveMailDomainCommand : DomainCmdlet
{
    /// <summary>Removes its accounts with all their mail, and its aliases, too.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <inheritdoc/>
    protected override void Process(string text, DomainName name)
    {
        MailText action = Recurse ? MailText.Of("Action.RemoveDomainAndContents") : MailText.Of("Action.RemoveDomain");
        Change(text, action, new RemoveDomain(name, Recurse));
    }
}
