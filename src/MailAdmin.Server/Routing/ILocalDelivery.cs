using MailAdmin.Contracts;
using MailAdmin.Server.Reports;

namespace MailAdmin.Server.Routing;

/// <summary>
/// Delivers queued messages for domains here: reports, and messages that were held for later (RFC 4865).
/// </summary>
internal interface ILocalDelivery
{
    /// <summary>Whether mail for a domain is delivered here.</summary>
    ValueTask<bool> IsLocalAsync(DomainName domain, CancellationToken cancellationToken);

    /// <summary>
    /// Resolves the waiting recipients of an item as they are now and writes the copies, for the caller to commit
    /// together with the removal of the item, so that a crash delivers neither twice nor never.
    /// </summary>
    /// <returns>
    /// The mail, or null when no recipient accepts it, and one result a waiting recipient: Delivered, Relayed
    /// (forwarded), Failed (5.x.x) or Delayed (4.x.x, such as a full mailbox).
    /// </returns>
    ValueTask<(PlannedMail? Mail, IReadOnlyList<RecipientResult> Results)> PlanAsync(
        QueueItem item, CancellationToken cancellationToken);
}
