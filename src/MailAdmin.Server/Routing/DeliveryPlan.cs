using MailAdmin.Contracts;
using MailAdmin.Server.Reports;

namespace MailAdmin.Server.Routing;

/// <summary>
/// What a message becomes: copies for mailboxes, items for the queue, and what is traced and reported after the commit.
/// </summary>
internal sealed record DeliveryPlan
{
    /// <summary>Copies for mailboxes here.</summary>
    public required IReadOnlyList<AppendRequest> Appends { get; init; }

    /// <summary>Items for other domains, and for domains here when the message is held (RFC 4865).</summary>
    public required IReadOnlyList<NewQueueItem> Additions { get; init; }

    /// <summary>Deliver and Queue events.</summary>
    public required IReadOnlyList<MailTraceEvent> Events { get; init; }

    /// <summary>The recipients that are finished here, for a report of success.</summary>
    public required IReadOnlyList<RecipientResult> Results { get; init; }
}
