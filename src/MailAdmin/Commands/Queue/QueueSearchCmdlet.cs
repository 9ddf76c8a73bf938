using System.Management.Automation;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;

namespace MailAdmin.Commands.Queue;

/// <summary>
/// Base of the cmdlets that find messages of the queue: what Get-MailQueueItem and Start-MailQueueDelivery take alike.
/// </summary>
public abstract class QueueSearchCmdlet : MailAdminCmdlet
{
    /// <summary>The number of the message. Default: all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(QueueItemIdCompleter))]
    public long[]? Id { get; set; }

    /// <summary>
    /// Only messages whose sender matches; '*' and '?' are wildcards. An empty text stands for reports, which have
    /// none.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(QueueValueCompleter))]
    [SupportsWildcards]
    [AllowEmptyString]
    public string? Sender { get; set; }

    /// <summary>Only messages for domains that match.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(QueueValueCompleter))]
    [SupportsWildcards]
    public string? Domain { get; set; }

    /// <summary>Only messages whose next hop matches.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(QueueValueCompleter))]
    [SupportsWildcards]
    public string? NextHop { get; set; }

    /// <summary>The messages that are asked for, but for their numbers.</summary>
    private protected virtual QueueFilter Filter => new() { Sender = Sender, Domain = Domain, NextHop = NextHop };

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Id is null)
        {
            Attempt("", () => Process(Filter));
            return;
        }

        foreach (long id in Id)
        {
            Attempt(id, () => Process(Filter with { Id = id }));
        }
    }

    /// <summary>Does it with those that match.</summary>
    private protected abstract void Process(QueueFilter filter);
}
