using MailAdmin.Contracts;
using MailAdmin.Server.Reports;

namespace MailAdmin.Server.Routing;

/// <summary>Delivers queued messages whose domain is one of ours: those that were held for later (RFC 4865).</summary>
internal interface ILocalDelivery
{
    /// <summary>Whether mail for a domain ends here.</summary>
    ValueTask<bool> IsLocalAsync(DomainName domain, CancellationToken cancellationToken);

    /// <summary>
    /// Resolves the waiting recipients of an item as they are now and writes the copies, for the caller to commit together
    /// with the removal of the item, so that a crash delivers neither twice nor never.
    /// </summary>
    /// <returns>
    /// The mail (null: no recipient takes it) and one outcome a waiting recipient: Delivered, Relayed (it is forwarded), Failed
    /// (5.x.x) or Delayed (4.x.x, a full mailbox for one: it is tried again).
    /// </returns>
    ValueTask<(PlannedMail? Mail, IReadOnlyList<RecipientOutcome> Outcomes)> PlanAsync(QueueItem item, CancellationToken cancellationToken);
}
