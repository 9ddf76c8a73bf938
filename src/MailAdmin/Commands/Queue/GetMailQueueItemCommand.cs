using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Contracts;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Queue;

/// <summary>Gets the messages that are waiting to be sent to other domains.</summary>
/// <remarks>Each object is one message to the recipients of one domain, with those that have not got it yet. All conditions that are given must be met.</remarks>
/// <example>
///   <summary>See what waits, and why</summary>
///   <code>Get-MailQueueItem</code>
/// </example>
/// <example>
///   <summary>See all that is known of messages that a domain deferred</summary>
///   <code>Get-MailQueueItem -Domain example.net -Status Deferred</code>
/// </example>
/// <example>
///   <summary>Return what somebody has sent and does not want to go</summary>
///   <code>Get-MailQueueItem -Sender ann@example.test | Remove-MailQueueItem -Notify -WhatIf</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "MailQueueItem")]
[OutputType(typeof(MailQueueItem))]
public sealed class GetMailQueueItemCommand : MailAdminCmdlet
{
    /// <summary>The number of the message. Default: all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(QueueItemIdCompleter))]
    public long[]? Id { get; set; }

    /// <summary>Only messages whose sender matches; '*' and '?' are wildcards. An empty text stands for reports, which have none.</summary>
    [Parameter]
    [SupportsWildcards]
    [AllowEmptyString]
    public string? Sender { get; set; }

    /// <summary>Only messages with a recipient that matches.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Recipient { get; set; }

    /// <summary>Only messages for domains that match.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Domain { get; set; }

    /// <summary>Only messages whose next hop matches.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? NextHop { get; set; }

    /// <summary>Only messages whose last attempt ended with a status code that matches, as 4.4.1 or 4.7.*.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? StatusCode { get; set; }

    /// <summary>Only messages whose last error has this text, or matches it.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? LastError { get; set; }

    /// <summary>Only messages of this status: Active, Deferred or Suspended.</summary>
    [Parameter]
    public MailQueueStatus? Status { get; set; }

    /// <summary>Only messages that were tried so often or more.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? MinimumAttempts { get; set; }

    /// <summary>Only messages of this size or larger.</summary>
    [Parameter]
    [FromText(typeof(MailSize))]
    public MailSize? MinimumSize { get; set; }

    /// <summary>Only messages that came before this time.</summary>
    [Parameter]
    public DateTimeOffset? QueuedBefore { get; set; }

    /// <summary>Only messages that came at this time or after it.</summary>
    [Parameter]
    public DateTimeOffset? QueuedAfter { get; set; }

    /// <summary>Only messages that are given up before this time.</summary>
    [Parameter]
    public DateTimeOffset? ExpiresBefore { get; set; }

    /// <summary>At most so many.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        QueueFilter filter = new()
        {
            Sender = Sender,
            Recipient = Recipient,
            Domain = Domain,
            NextHop = NextHop,
            StatusCode = StatusCode,
            LastError = LastError,
            Status = Status,
            MinimumAttempts = MinimumAttempts,
            MinimumSize = MinimumSize,
            QueuedBefore = QueuedBefore,
            QueuedAfter = QueuedAfter,
            ExpiresBefore = ExpiresBefore,
            First = First,
        };
        if (Id is null)
        {
            Attempt("", () => Write(filter));
            return;
        }

        foreach (long id in Id)
        {
            Attempt(id, () =>
            {
                if (!Write(filter with { Id = id }) && filter == new QueueFilter())
                {
                    throw new MailException(MailError.QueueItemNotFound, $"The queue has no message {id}.");
                }
            });
        }
    }

    private bool Write(QueueFilter filter)
    {
        bool any = false;
        foreach (MailQueueItem item in Stream(cancellationToken => Administration.GetQueueAsync(filter, cancellationToken)))
        {
            any = true;
            WriteObject(item);
        }

        return any;
    }
}
