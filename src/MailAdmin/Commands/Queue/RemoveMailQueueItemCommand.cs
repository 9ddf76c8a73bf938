using System.Management.Automation;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Queue;

/// <summary>Removes messages from the queue.</summary>
/// <remarks>
/// The message is deleted for the recipients that have not received it yet. With -Notify the sender receives a delivery
/// report with the message.
/// </remarks>
/// <example>
///   <summary>Return messages to their senders</summary>
///   <code>Get-MailQueueItem -Domain example.invalid | Remove-MailQueueItem -Notify -Confirm:$false</code>
/// </example>
[Cmdlet(VerbsCommon.Remove, "MailQueueItem", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpLocation.Root + "Remove-MailQueueItem")]
[OutputType(typeof(void))]
public sealed class RemoveMailQueueItemCommand : QueueItemCmdlet
{
    /// <summary>Notifies the sender, unless the sender asked for no reports.</summary>
    [Parameter]
    public SwitchParameter Notify { get; set; }

    /// <inheritdoc/>
    protected override void Process(long id)
    {
        MailText action = Notify
            ? MailText.Of("Action.RemoveFromQueueAndNotify")
            : MailText.Of("Action.RemoveFromQueue");
        if (ShouldProcess(id, action))
        {
            Begin(id, new RemoveQueueItem(id, Notify));
        }
    }
}
