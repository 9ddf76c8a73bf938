using System.Net;
using MailAdmin.Contracts;
using MailAdmin.Server.Reports;

namespace MailAdmin.Server.Routing;

/// <summary>Delivers what was held for later (RFC 4865) as if it had come now: to the accounts that its recipients have by then.</summary>
internal sealed class LocalDelivery(IMailStorage storage, MailRouter router, DeliveryPlanner planner, TimeProvider timeProvider) : ILocalDelivery
{
    private const int Piece = 65_536;
    private readonly IDirectory directory = storage.Directory;

    public async ValueTask<bool> IsLocalAsync(DomainName domain, CancellationToken cancellationToken)
    {
        if (await directory.FindDomainAsync(domain, cancellationToken) is not null)
        {
            return true;
        }

        // Mail for the postmaster of the host itself.
        StoreSettings settings = await directory.GetSettingsAsync(cancellationToken);
        return domain.Ascii.Equals(settings.HostName, StringComparison.OrdinalIgnoreCase);
    }

    public async ValueTask<(PlannedMail? Mail, IReadOnlyList<RecipientOutcome> Outcomes)> PlanAsync(QueueItem item, CancellationToken cancellationToken)
    {
        AccountRecord? account = item.Account is { } id ? await directory.FindAccountAsync(id, cancellationToken) : null;
        List<EnvelopeRecipient> taken = [];
        List<RecipientOutcome> outcomes = [];
        foreach (QueueRecipient recipient in item.Recipients.Where(recipient => recipient.State == QueueRecipientState.Waiting))
        {
            Route route = await router.FindRouteAsync(recipient.Address, item.ReversePath, account, item.Size, cancellationToken);
            if (route.Outside is [{ ForwardedBy: null }])
            {
                // The domain went while the message waited.
                route = new Route(MailError.DomainNotFound, [], []);
            }

            outcomes.Add(OutcomeOf(recipient, route));
            if (route.Refusal is null)
            {
                taken.Add(new EnvelopeRecipient(recipient.Address, route, recipient.Notify, recipient.OriginalRecipient));
            }
        }

        PlannedMail? mail = taken.Count == 0 ? null : await WriteAsync(item, account, taken, cancellationToken);
        return (mail, outcomes);
    }

    private async ValueTask<PlannedMail> WriteAsync(
        QueueItem item, AccountRecord? account, IReadOnlyList<EnvelopeRecipient> recipients, CancellationToken cancellationToken)
    {
        MessageSpool spool = storage.Mailboxes.CreateSpool();
        try
        {
            using MessageContent content = await storage.Queue.OpenMessageAsync(item.Id, cancellationToken);
            await CopyAsync(content, spool, cancellationToken);
            MailEnvelope envelope = new()
            {
                ReversePath = item.ReversePath,
                Recipients = recipients,
                Options = item.Options with { HoldUntil = null },
                Peer = new SmtpPeer(IPAddress.None, account, IsSubmission: account is not null),
                MessageId = item.MessageId,
                Subject = item.Subject,
            };
            NewMessage message = new(spool, content.Structure.ToArray(), timeProvider.GetUtcNow());
            DeliveryPlan plan = await planner.PlanAsync(envelope, message, "Queue", cancellationToken);
            return new PlannedMail(spool)
            {
                Appends = plan.Appends,
                Additions = plan.Additions,
                Events = [.. plan.Events.Select(traceEvent => traceEvent with { ClientAddress = null })],
            };
        }
        catch
        {
            await spool.DisposeAsync();
            throw;
        }
    }

    private static async ValueTask CopyAsync(MessageContent content, MessageSpool spool, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[(int)Math.Min(Piece, Math.Max(1, content.Length))];
        for (long offset = 0; offset < content.Length;)
        {
            int count = await content.ReadAsync(offset, buffer, cancellationToken);
            if (count <= 0)
            {
                throw new MailException(MailError.StoreFailed, "A queued message is shorter than it was stored.");
            }

            await spool.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            offset += count;
        }

        await spool.CompleteAsync(cancellationToken);
    }

    private RecipientOutcome OutcomeOf(QueueRecipient recipient, Route route)
    {
        (ReportAction action, string status, string? reason) = route.Refusal is { } refusal
            ? Explain(refusal)
            : (route.Accounts.Count > 0 ? ReportAction.Delivered : ReportAction.Relayed, "2.1.5", null);
        return new RecipientOutcome
        {
            Address = recipient.Address,
            OriginalRecipient = recipient.OriginalRecipient,
            Notify = recipient.Notify,
            Action = action,
            Status = status,
            Reason = reason,
            LastAttempt = timeProvider.GetUtcNow(),
        };
    }

    // RFC 3463 §3
    private static (ReportAction Action, string Status, string Reason) Explain(MailError refusal) => refusal switch
    {
        MailError.RecipientNotFound or MailError.InvalidTarget => (ReportAction.Failed, "5.1.1", "There is no such mailbox."),
        MailError.DomainNotFound => (ReportAction.Failed, "5.1.2", "The domain is not here any more."),
        MailError.AccountDisabled or MailError.DomainDisabled => (ReportAction.Failed, "5.2.1", "The mailbox is disabled."),
        MailError.MessageLargerThanQuota => (ReportAction.Failed, "5.2.2", "The message is larger than the mailbox may ever hold."),
        MailError.MessageTooLarge => (ReportAction.Failed, "5.3.4", "The message is too large."),
        MailError.RoutingLoop or MailError.AliasLoop => (ReportAction.Failed, "5.4.6", "The address leads back to itself."),
        MailError.PostingNotAllowed => (ReportAction.Failed, "5.7.2", "The sender may not send to this group."),
        MailError.OverQuota => (ReportAction.Delayed, "4.2.2", "The mailbox is full."),
        _ => (ReportAction.Delayed, "4.3.0", "There is local trouble."),
    };
}
