using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Contents;

/// <summary>Removes messages from the folders of accounts.</summary>
/// <remarks>
/// Removes each message that meets all conditions, permanently and at once, also when a mail program has the folder
/// open; the program is notified as if another one had removed it. Use -WhatIf to see what would be removed. With no
/// condition but an account, all its messages are removed; the account and its folders stay.
/// </remarks>
/// <example>
///   <summary>See which messages would be removed</summary>
///   <code>Remove-MailContent ann@example.test -Folder Trash -Before (Get-Date).AddDays(-30) -WhatIf</code>
/// </example>
/// <example>
///   <summary>Remove a wave of unwanted mail from all accounts</summary>
///   <code>Search-MailContent -Subject 'You have won' | Remove-MailContent -Confirm:$false</code>
/// </example>
[Cmdlet(VerbsCommon.Remove, "MailContent", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpLocation.Root + "Remove-MailContent")]
[OutputType(typeof(void))]
public sealed class RemoveMailContentCommand : ContentCmdlet
{
    /// <summary>The address of the account; '*' and '?' are wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Address")]
    [Identity(nameof(Account), "Address", DomainMeansItsAddresses = true)]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    [SupportsWildcards]
    public string[] Account { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string account in Account)
        {
            Attempt(account, () => Remove(FilterFor(account)));
        }
    }

    private void Remove(ContentFilter filter)
    {
        foreach (MailContent message in Stream(new FindContent(filter, WithFields: true)))
        {
            MailText target = MailText.Of(
                "Target.Content", message.Account, message.Folder, message.Uid, message.From, message.Subject);
            if (ShouldProcess(target, MailText.Of("Action.RemoveContent")))
            {
                Begin(
                    message.Account,
                    new RemoveContent(message.Account, message.Folder, message.UidValidity, [message.Uid]));
            }
        }
    }
}
