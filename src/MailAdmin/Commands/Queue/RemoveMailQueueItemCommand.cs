using System.Management.Automation;
using MailAdmin.Requests;

namespace MailAdmin.Commands.Queue;

/// <summary>Removes messages from the queue.</summary>
/// <remarks>The message is destroyed for the recipients that have not got it yet. With -Notify its sender gets a delivery report that says so, with the message.</remarks>
/// <example>
///   <summary>Return messages to their senders</summary>
///   <code>Get-MailQueueItem -Domain example.invalid | Remove-MailQueueItem -Notify -Confirm:$false</code>
/// </example>
[Cmdlet(VerbsCommon.Remove, "MailQueueItem", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpLocation.Root + "Remove-MailQueueItem")]
[OutputType(typeof(void))]
public sealed class RemoveMailQueueItemCommand : QueueItemCmdlet
{
    /// <summary>Tells the sender, unless the sender asked not to be told.</summary>
    [Parameter]
    public SwitchParameter Notify { get; set; }

    /// <inheritdoc/>
    protected override void Process(long id)
    {
        if (ShouldProcess($"Message {id}", Notify ? "Remove from the queue and tell the sender" : "Remove from the queue"))
        {
            Change(id, new RemoveQueueItem(id, Notify));
        }
    }
}
