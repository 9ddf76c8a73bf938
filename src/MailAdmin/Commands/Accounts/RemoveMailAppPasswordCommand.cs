using System.Management.Automation;
using MailAdmin.Completion;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Accounts;

/// <summary>Removes app passwords of accounts.</summary>
/// <remarks>The app password does not log on from then on. Sessions that logged on with it are closed.</remarks>
/// <example>
///   <summary>Remove the app password of a lost phone</summary>
///   <code>Remove-MailAppPassword ann@example.test -Name phone</code>
/// </example>
/// <example>
///   <summary>Remove all app passwords of an account</summary>
///   <code>Get-MailAppPassword ann@example.test | Remove-MailAppPassword</code>
/// </example>
[Cmdlet(VerbsCommon.Remove, "MailAppPassword", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Remove-MailAppPassword")]
[OutputType(typeof(void))]
public sealed class RemoveMailAppPasswordCommand : AccountCmdlet
{
    /// <summary>The name of the app password. Wildcards are not expanded.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AppPasswordNameCompleter))]
    public string Name { get; set; } = "";

    /// <inheritdoc/>
    protected override void Process(string text, EmailAddress address)
    {
        Change(text, MailText.Of("Action.RemoveAppPassword", Name), new RemoveAppPassword(address, Name));
    }
}
