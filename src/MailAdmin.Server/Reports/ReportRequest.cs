using MailAdmin.Contracts;

namespace MailAdmin.Server.Reports;

/// <summary>What may be reported to the sender of a message about some of its recipients.</summary>
internal sealed record ReportRequest
{
    /// <summary>The sender; with the null reverse-path nothing is reported. RFC 3461 §6.1</summary>
    public required EmailAddress? ReversePath { get; init; }

    /// <summary>The parameters of MAIL.</summary>
    public required MessageOptions Options { get; init; }

    /// <summary>When the message arrived.</summary>
    public required DateTimeOffset Arrived { get; init; }

    /// <summary>The recipients that are finished or late.</summary>
    public required IReadOnlyList<RecipientResult> Results { get; init; }

    /// <summary>Opens the message; called only when something is reported.</summary>
    public required Func<CancellationToken, ValueTask<MessageContent>> OpenMessageAsync { get; init; }

    /// <summary>The subject for the text, or null when the message has none.</summary>
    public string? Subject { get; init; }

    /// <summary>The request about a message in the queue.</summary>
    public static ReportRequest Of(QueueItem item, IReadOnlyList<RecipientResult> results, IMailQueue queue) => new()
    {
        ReversePath = item.ReversePath,
        Options = item.Options,
        Arrived = item.Queued,
        Results = results,
        OpenMessageAsync = token => queue.OpenMessageAsync(item.Id, token),
        Subject = item.Subject,
    };
}
