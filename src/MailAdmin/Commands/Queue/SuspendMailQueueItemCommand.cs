using System.Management.Automation;
using MailAdmin.Completion;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Queue;

/// <summary>Suspends queued messages until they are resumed.</summary>
/// <remarks>An attempt that runs already is not broken off. A suspended message still expires.</remarks>
/// <example>
///   <summary>Hold back everything for a domain</summary>
///   <code>Get-MailQueueItem -Domain example.net | Suspend-MailQueueItem</code>
/// </example>
[Cmdlet(VerbsLifecycle.Suspend, "MailQueueItem", SupportsShouldProcess = true)]
[OutputType(typeof(MailQueueItem))]
public sealed class SuspendMailQueueItemCommand : MailAdminCmdlet
{
    /// <summary>The number of the message.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(QueueItemIdCompleter))]
    public long[] Id { get; set; } = [];

    /// <summary>Writes the message as it is afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (long id in Id)
        {
            if (ShouldProcess($"Message {id}", "Suspend"))
            {
                Change(id, cancellationToken => Administration.SuspendQueueItemAsync(id, cancellationToken), PassThru ? WriteObject : null);
            }
        }
    }
}
