using System.Management.Automation;
using MailAdmin.Completion;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Queue;

/// <summary>Resumes suspended messages in the queue.</summary>
/// <remarks>A message is tried at the time for which it waited, or at once with -Now, which also works for one that is not suspended.</remarks>
/// <example>
///   <summary>Try everything that was held back, at once</summary>
///   <code>Get-MailQueueItem -Status Suspended | Resume-MailQueueItem -Now</code>
/// </example>
[Cmdlet(VerbsLifecycle.Resume, "MailQueueItem", SupportsShouldProcess = true)]
[OutputType(typeof(MailQueueItem))]
public sealed class ResumeMailQueueItemCommand : MailAdminCmdlet
{
    /// <summary>The number of the message.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(QueueItemIdCompleter))]
    public long[] Id { get; set; } = [];

    /// <summary>Tries the message at once, whatever time it waits for.</summary>
    [Parameter]
    public SwitchParameter Now { get; set; }

    /// <summary>Writes the message as it is afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool now = Now;
        foreach (long id in Id)
        {
            if (ShouldProcess($"Message {id}", now ? "Try now" : "Resume"))
            {
                Change(id, cancellationToken => Administration.ResumeQueueItemAsync(id, now, cancellationToken), PassThru ? WriteObject : null);
            }
        }
    }
}
