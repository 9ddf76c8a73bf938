using System.Management.Automation;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Queue;

/// <summary>Resumes suspended messages in the queue.</summary>
/// <remarks>
/// Delivery is tried at the scheduled time, or at once with -Now, which also works for a message that is not suspended.
/// </remarks>
/// <example>
///   <summary>Try everything that was held back, at once</summary>
///   <code>Get-MailQueueItem -Status Suspended | Resume-MailQueueItem -Now</code>
/// </example>
[Cmdlet(VerbsLifecycle.Resume, "MailQueueItem", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Resume-MailQueueItem")]
[OutputType(typeof(MailQueueItem))]
public sealed class ResumeMailQueueItemCommand : QueueItemCmdlet
{
    /// <summary>Tries the message at once, whatever time it waits for.</summary>
    [Parameter]
    public SwitchParameter Now { get; set; }

    /// <summary>Writes the message as it is afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process(long id)
    {
        MailText action = Now ? MailText.Of("Action.TryNow") : MailText.Of("Action.ResumeMessage");
        if (ShouldProcess(id, action))
        {
            Begin(id, new ResumeQueueItem(id, Now), PassThru ? item => WriteObject(ReaderTexts.ForReader(item)) : null);
        }
    }
}
