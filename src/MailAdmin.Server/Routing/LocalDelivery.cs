using System.Net;
using MailAdmin.Contracts;
using MailAdmin.Server.Reports;

namespace MailAdmin.Server.Routing;

/// <summary>Delivers queued mail as if it had arrived now: to the accounts that its recipients have by then.</summary>
internal sealed class LocalDelivery(
    IMailStorage storage, MailRouter router, DeliveryPlanner planner, TimeProvider timeProvider)
    : ILocalDelivery
{
    private const int BlockLength = 65_536;
    private readonly IDirectory directory = storage.Directory;

    public ValueTask<bool> IsLocalAsync(DomainName domain, CancellationToken cancellationToken) =>
        directory.IsLocalAsync(domain, cancellationToken);

    public async ValueTask<(PlannedMail? Mail, IReadOnlyList<RecipientResult> Results)> PlanAsync(
        QueueItem item, CancellationToken cancellationToken)
    {
        AccountRecord? account =
            item.Account is { } id ? await directory.Accounts.FindAsync(id, cancellationToken) : null;
        List<EnvelopeRecipient> accepted = [];
        List<RecipientResult> results = [];
        foreach (QueueRecipient recipient in item.WaitingRecipients)
        {
            Route route = await router.FindRouteAsync(
                recipient.Address, item.ReversePath, account, item.Size, cancellationToken);
            if (route.Outside is [{ ForwardedBy: null }])
            {
                // The domain was removed while the message waited.
                route = new Route(MailError.DomainNotFound, [], []);
            }

            results.Add(ResultOf(recipient, route));
            if (route.Refusal is null)
            {
                accepted.Add(
                    new EnvelopeRecipient(recipient.Address, route, recipient.Notify, recipient.OriginalRecipient));
            }
        }

        PlannedMail? mail = accepted.Count == 0 ? null : await WriteAsync(item, account, accepted, cancellationToken);
        return (mail, results);
    }

    private async ValueTask<PlannedMail> WriteAsync(
        QueueItem item,
        AccountRecord? account,
        IReadOnlyList<EnvelopeRecipient> recipients,
        CancellationToken cancellationToken)
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

    private static async ValueTask CopyAsync(
        MessageContent content, MessageSpool spool, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[(int)Math.Min(BlockLength, Math.Max(1, content.Length))];
        for (long offset = 0; offset < content.Length;)
        {
            int count = await content.ReadAsync(offset, buffer, cancellationToken);
            if (count <= 0)
            {
                throw MailException.Of(MailError.StoreFailed.As("Truncated"));
            }

            await spool.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            offset += count;
        }

        await spool.CompleteAsync(cancellationToken);
    }

    private RecipientResult ResultOf(QueueRecipient recipient, Route route)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        if (route.Refusal is not { } refusal)
        {
            DeliveryAction action = route.Accounts.Count > 0 ? DeliveryAction.Delivered : DeliveryAction.Relayed;
            return new RecipientResult { Recipient = recipient, Action = action, Status = "2.1.5", LastAttempt = now };
        }

        (string status, string reason) = Explain(refusal);
        return new RecipientResult
        {
            Recipient = recipient,
            Action = status[0] == '5' ? DeliveryAction.Failed : DeliveryAction.Delayed,
            Status = status,
            Reason = reason,
            LastAttempt = now,
        };
    }

    // RFC 3463 §3: 5.x.x is a failure, 4.x.x a delay.
    private static (string Status, string Reason) Explain(MailError refusal) => refusal switch
    {
        MailError.RecipientNotFound or MailError.InvalidTarget => ("5.1.1", WrittenReason.Of("Written.NoMailbox")),
        MailError.DomainNotFound => ("5.1.2", WrittenReason.Of("Written.DomainRemoved")),
        MailError.AccountDisabled or MailError.DomainDisabled => ("5.2.1", WrittenReason.Of("Written.MailboxDisabled")),
        MailError.MessageLargerThanQuota => ("5.2.2", WrittenReason.Of("Written.LargerThanQuota")),
        MailError.MessageTooLarge => ("5.3.4", WrittenReason.Of("Written.MessageTooLarge")),
        MailError.RoutingLoop or MailError.AliasLoop => ("5.4.6", WrittenReason.Of("Written.AddressLoop")),
        MailError.PostingNotAllowed => ("5.7.2", WrittenReason.Of("Written.NotAllowedToPost")),
        MailError.OverQuota or MailError.TooManyMessages => ("4.2.2", WrittenReason.Of("Written.MailboxFull")),
        _ => ("4.3.0", WrittenReason.Of("Written.LocalProblem")),
    };
}
