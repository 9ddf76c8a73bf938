using MailAdmin.Contracts;
using MailAdmin.Server.Reports;

namespace MailAdmin.Server.Routing;

/// <summary>What a message becomes: copies for mailboxes, items for the queue, and what is noted and told when that is committed.</summary>
internal sealed record DeliveryPlan
{
    /// <summary>For mailboxes here.</summary>
    public required IReadOnlyList<AppendRequest> Appends { get; init; }

    /// <summary>For other domains, and for this one when it is held.</summary>
    public required IReadOnlyList<NewQueueItem> Additions { get; init; }

    /// <summary>Deliver and Queue events.</summary>
    public required IReadOnlyList<MailTraceEvent> Events { get; init; }

    /// <summary>The recipients that came to an end here and whose sender may want to be told so.</summary>
    public required IReadOnlyList<RecipientOutcome> Outcomes { get; init; }
}
