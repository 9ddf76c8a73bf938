using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;

namespace MailAdmin.Commands.Queue;

/// <summary>Gets the messages that are waiting to be sent to other domains.</summary>
/// <remarks>
/// Each object is one message to the recipients of one domain that have not received it yet. A message must meet all
/// conditions that are given.
/// </remarks>
/// <example>
///   <summary>See what is waiting, and why</summary>
///   <code>Get-MailQueueItem</code>
/// </example>
/// <example>
///   <summary>See everything about messages that a domain deferred</summary>
///   <code>Get-MailQueueItem -Domain example.net -Status Deferred</code>
/// </example>
/// <example>
///   <summary>Return queued messages to their sender</summary>
///   <code>Get-MailQueueItem -Sender ann@example.test | Remove-MailQueueItem -Notify -WhatIf</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "MailQueueItem", HelpUri = HelpLocation.Root + "Get-MailQueueItem")]
[OutputType(typeof(MailQueueItem))]
public sealed class GetMailQueueItemCommand : QueueSearchCmdlet
{
    /// <summary>Only messages with a recipient that matches.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(QueueValueCompleter))]
    [SupportsWildcards]
    public string? Recipient { get; set; }

    /// <summary>Only messages whose last attempt ended with a status code that matches, as 4.4.1 or 4.7.*.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(QueueValueCompleter))]
    [SupportsWildcards]
    public string? StatusCode { get; set; }

    /// <summary>Only messages whose last error has this text, or matches it.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? LastError { get; set; }

    /// <summary>Only messages of this status: Active, Deferred or Suspended.</summary>
    [Parameter]
    public MailQueueStatus? Status { get; set; }

    /// <summary>Only messages with at least this number of attempts.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? MinimumAttempts { get; set; }

    /// <summary>Only messages of this size or larger.</summary>
    [Parameter]
    [FromText(typeof(MailSize))]
    public MailSize? MinimumSize { get; set; }

    /// <summary>Only messages that were queued before this time.</summary>
    [Parameter]
    public DateTimeOffset? QueuedBefore { get; set; }

    /// <summary>Only messages that were queued at this time or later.</summary>
    [Parameter]
    public DateTimeOffset? QueuedAfter { get; set; }

    /// <summary>Only messages that expire before this time.</summary>
    [Parameter]
    public DateTimeOffset? ExpiresBefore { get; set; }

    /// <summary>The maximum number of objects to write.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    private protected override QueueFilter Filter => base.Filter with
    {
        Recipient = Recipient,
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

    private protected override void Process(QueueFilter filter)
    {
        bool any = false;
        foreach (MailQueueItem item in Stream(new GetQueue(filter)))
        {
            any = true;
            WriteObject(ReaderTexts.ForReader(item));
        }

        if (!any && filter.Id is { } id && filter == new QueueFilter { Id = id })
        {
            throw MailException.Of(MailError.QueueItemNotFound, id);
        }
    }
}
