using System.Management.Automation;
using MailAdmin.Completion;
using MailAdmin.Contracts;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Queue;

/// <summary>Tries to deliver queued messages now.</summary>
/// <remarks>Without conditions every message is tried; suspended ones stay. With -Wait the attempts are waited for, and what is still there afterwards is written. Needs no listeners.</remarks>
/// <example>
///   <summary>Send everything now and see what is left</summary>
///   <code>Start-MailQueueDelivery -Wait</code>
/// </example>
/// <example>
///   <summary>Try a domain again whose server is back</summary>
///   <code>Start-MailQueueDelivery -Domain example.net</code>
/// </example>
[Cmdlet(VerbsLifecycle.Start, "MailQueueDelivery", SupportsShouldProcess = true)]
[OutputType(typeof(MailQueueItem))]
public sealed class StartMailQueueDeliveryCommand : MailAdminCmdlet
{
    /// <summary>The number of the message. Default: all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(QueueItemIdCompleter))]
    public long[]? Id { get; set; }

    /// <summary>Only messages for domains that match; '*' and '?' are wildcards.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Domain { get; set; }

    /// <summary>Only messages whose next hop matches.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? NextHop { get; set; }

    /// <summary>Only messages whose sender matches.</summary>
    [Parameter]
    [SupportsWildcards]
    [AllowEmptyString]
    public string? Sender { get; set; }

    /// <summary>Waits until the attempts have ended, and writes the messages that are still there.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        QueueFilter filter = new() { Domain = Domain, NextHop = NextHop, Sender = Sender };
        if (Id is null)
        {
            Deliver("All messages that match", filter);
            return;
        }

        foreach (long id in Id)
        {
            Deliver($"Message {id}", filter with { Id = id });
        }
    }

    private void Deliver(string target, QueueFilter filter)
    {
        bool wait = Wait;
        if (ShouldProcess(target, "Try now"))
        {
            Change(
                target,
                cancellationToken => Administration.DeliverQueueAsync(filter, wait, cancellationToken),
                wait ? left => WriteObject(left, enumerateCollection: true) : null);
        }
    }
}
