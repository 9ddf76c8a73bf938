using System.Management.Automation;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Queue;

/// <summary>Suspends queued messages until they are resumed.</summary>
/// <remarks>A running attempt is not interrupted. A suspended message still expires.</remarks>
/// <example>
///   <summary>Hold back everything for a domain</summary>
///   <code>Get-MailQueueItem -Domain example.net | Suspend-MailQueueItem</code>
/// </example>
[Cmdlet(VerbsLifecycle.Suspend, "MailQueueItem", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Suspend-MailQueueItem")]
[OutputType(typeof(MailQueueItem))]
public sealed class SuspendMailQueueItemCommand : QueueItemCmdlet
{
    /// <summary>Writes the message as it is afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process(long id)
    {
        if (ShouldProcess(id, MailText.Of("Action.SuspendMessage")))
        {
            Begin(id, new SuspendQueueItem(id), PassThru ? item => WriteObject(ReaderTexts.ForReader(item)) : null);
        }
    }
}
