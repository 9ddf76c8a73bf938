using System.Management.Automation;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Queue;

/// <summary>Tries to deliver queued messages now.</summary>
/// <remarks>
/// Without conditions every message is tried; suspended messages are not. With -Wait the cmdlet waits for the attempts
/// and writes the messages that are still queued. No listeners are needed.
/// </remarks>
/// <example>
///   <summary>Send everything now and see what is left</summary>
///   <code>Start-MailQueueDelivery -Wait</code>
/// </example>
/// <example>
///   <summary>Try a domain again whose server is back</summary>
///   <code>Start-MailQueueDelivery -Domain example.net</code>
/// </example>
[Cmdlet(VerbsLifecycle.Start, "MailQueueDelivery", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Start-MailQueueDelivery")]
[OutputType(typeof(MailQueueItem))]
public sealed class StartMailQueueDeliveryCommand : QueueSearchCmdlet
{
    /// <summary>Waits until the attempts have ended, and writes the messages that are still there.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    private protected override void Process(QueueFilter filter)
    {
        MailText target = filter.Id is { } id
            ? MailText.Of("Target.Message", id)
            : MailText.Of("Target.MatchingMessages");
        if (ShouldProcess(target, MailText.Of("Action.TryNow")))
        {
            Begin(
                (object?)filter.Id ?? "",
                new DeliverQueue(filter, Wait),
                Wait ? left => WriteObject(left.Select(ReaderTexts.ForReader), enumerateCollection: true) : null);
        }
    }
}
