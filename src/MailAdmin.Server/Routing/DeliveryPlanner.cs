using MailAdmin.Contracts;
using MailAdmin.Server.Reports;

namespace MailAdmin.Server.Routing;

/// <summary>
/// Turns an envelope whose recipients are resolved into copies for mailboxes and items for the queue, one item for each
/// domain and reverse-path. All share one body.
/// </summary>
internal sealed class DeliveryPlanner(IDirectory directory, SenderRewriting rewriting, TimeProvider timeProvider)
{
    /// <summary>The most recipients of one item.</summary>
    public const int MaxRecipients = 1_000;

    private const int MaxSubject = 200;

    /// <summary>Plans the delivery of a message.</summary>
    /// <exception cref="MailException">MessageTooLarge: for the domain of a recipient.</exception>
    public async ValueTask<DeliveryPlan> PlanAsync(
        MailEnvelope envelope, NewMessage message, string source, CancellationToken cancellationToken)
    {
        bool isHeld = envelope.Options.HoldUntil > timeProvider.GetUtcNow();
        List<MailTraceEvent> events = [];
        List<AppendRequest> appends = [];
        if (!isHeld)
        {
            foreach (AccountId id in envelope.Recipients.SelectMany(recipient => recipient.Route.Accounts).Distinct())
            {
                EmailAddress? address = await CheckSizeAsync(id, message.Spool.Length, cancellationToken);
                appends.Add(new AppendRequest(message, MailboxId.InboxOf(id), NamedFlags.None));
                events.Add(Event(envelope, message, source, MailTraceEventId.Deliver, address));
            }
        }

        IReadOnlyList<NewQueueItem> additions = await QueueAsync(envelope, message, isHeld, cancellationToken);
        foreach (QueueItem item in additions.Select(addition => addition.Item))
        {
            events.AddRange(item.Recipients
                .Select(recipient => Event(envelope, message, source, MailTraceEventId.Queue, recipient.Address))
                .Select(queued => queued with { Sender = item.ReversePath?.ToCanonicalString() ?? "" }));
        }

        return new DeliveryPlan
        {
            Appends = appends,
            Additions = additions,
            Events = events,
            Results = isHeld ? [] : await FindResultsAsync(envelope, cancellationToken),
        };
    }

    /// <summary>A trace event of a message that passes through here.</summary>
    public MailTraceEvent Event(
        MailEnvelope envelope, NewMessage message, string source, MailTraceEventId id, EmailAddress? recipient) => new()
    {
        Timestamp = timeProvider.GetUtcNow().UtcDateTime,
        EventId = id,
        Source = source,
        Sender = envelope.ReversePath?.ToCanonicalString() ?? "",
        Recipient = recipient?.ToCanonicalString(),
        MessageId = envelope.MessageId,
        Subject = Shorten(envelope.Subject),
        Size = new MailSize(message.Spool.Length),
        ClientAddress = envelope.Peer.RemoteAddress.ToString(),
    };

    private async ValueTask<IReadOnlyList<NewQueueItem>> QueueAsync(
        MailEnvelope envelope, NewMessage message, bool isHeld, CancellationToken cancellationToken)
    {
        List<QueuedCopy> copies = await CopiesAsync(envelope, isHeld, cancellationToken);
        if (copies.Count == 0)
        {
            return [];
        }

        StoreSettings settings = await directory.GetSettingsAsync(cancellationToken);
        DateTimeOffset now = timeProvider.GetUtcNow();
        DateTimeOffset first = isHeld ? envelope.Options.HoldUntil!.Value : now;
        List<NewQueueItem> items = [];
        foreach (IGrouping<QueueKey, QueuedCopy> group in copies.GroupBy(copy => copy.Key))
        {
            foreach (QueuedCopy[] part in group.Chunk(MaxRecipients))
            {
                items.Add(new NewQueueItem(message, new QueueItem
                {
                    ReversePath = group.Key.ReversePath,
                    Domain = group.Key.Domain,
                    SenderDomain = group.Key.SenderDomain,
                    Account = envelope.Peer.Account?.Id,
                    Recipients = [.. part.Select(copy => copy.Recipient)],
                    Options = group.Key.IsOwnList
                        ? envelope.Options with { EnvelopeId = null, Return = DsnReturn.NotGiven }
                        : envelope.Options,
                    MessageId = envelope.MessageId,
                    Subject = Shorten(envelope.Subject),
                    Queued = now,

                    // The lifetime of a held message begins when it may be sent. RFC 4865 §4
                    Expires = first + settings.QueueLifetime,
                    NextAttempt = first,
                }));
            }
        }

        return items;
    }

    private async ValueTask<List<QueuedCopy>> CopiesAsync(
        MailEnvelope envelope, bool isHeld, CancellationToken cancellationToken)
    {
        List<QueuedCopy> copies = [];
        HashSet<string> seen = [];
        bool isOwnSender = envelope.ReversePath is { } sender
            && await directory.Domains.FindAsync(sender.Domain, cancellationToken) is not null;
        DomainName? home = envelope.Peer.Account?.Address.Domain ?? (isOwnSender ? envelope.ReversePath!.Domain : null);

        // A recipient named by the sender comes before the targets of aliases, so that its NOTIFY counts.
        foreach (EnvelopeRecipient recipient in envelope.Recipients.OrderByDescending(named => IsRelayed(named.Route)))
        {
            if (isHeld && !IsRelayed(recipient.Route))
            {
                if (seen.Add(recipient.Address.Canonical))
                {
                    QueueKey key = new(recipient.Address.Domain, envelope.ReversePath, home, IsOwnList: false);
                    copies.Add(new QueuedCopy(key, QueueRecipientOf(recipient)));
                }

                continue;
            }

            foreach (OutsideTarget target in recipient.Route.Outside)
            {
                if (seen.Add(target.Address.Canonical))
                {
                    bool isOwnList = target.ErrorsTo is not null;
                    EmailAddress? reversePath = ReversePathOf(envelope.ReversePath, isOwnSender, target);
                    QueueKey key = new(
                        target.Address.Domain, reversePath, home ?? target.ForwardedBy?.Domain, isOwnList);
                    copies.Add(new QueuedCopy(key, QueueRecipientOf(recipient, target)));
                }
            }
        }

        return copies;
    }

    private EmailAddress? ReversePathOf(EmailAddress? sender, bool isOwnSender, OutsideTarget target) =>
        sender is null || target.ForwardedBy is null ? sender
        : target.ErrorsTo is { } owner ? owner
        : isOwnSender ? sender

        // One that is too long to be rewritten stays: a copy that some receivers distrust is better than none.
        : rewriting.TryRewrite(sender, target.ForwardedBy.Domain) ?? sender;

    private static QueueRecipient QueueRecipientOf(EnvelopeRecipient recipient) => new()
    {
        Address = recipient.Address,
        Notify = recipient.Notify,
        OriginalRecipient = recipient.OriginalRecipient,
    };

    // RFC 3461 §5.2.7.1 (one target: as asked), §5.2.7.2 (several: success is reported here), §5.2.7.3 (a list has its
    // own)
    private static QueueRecipient QueueRecipientOf(EnvelopeRecipient recipient, OutsideTarget target)
    {
        DsnNotify notify = recipient.Notify;
        if (target.ErrorsTo is not null)
        {
            notify = DsnNotify.NotGiven;
        }
        else if (notify.HasFlag(DsnNotify.Success) && !IsOneToOne(recipient.Route))
        {
            DsnNotify rest = notify & ~DsnNotify.Success;
            notify = rest == DsnNotify.NotGiven ? DsnNotify.Never : rest;
        }

        string? original =
            target.ForwardedBy is null || recipient.OriginalRecipient is not null || target.ErrorsTo is not null
            ? recipient.OriginalRecipient
            : $"{(recipient.Address.IsInternational ? "utf-8" : "rfc822")};{recipient.Address.ToMailboxString()}";
        return new QueueRecipient
        {
            Address = target.Address,
            Notify = notify,
            OriginalRecipient = target.ErrorsTo is null ? original : null,
        };
    }

    private async ValueTask<IReadOnlyList<RecipientResult>> FindResultsAsync(
        MailEnvelope envelope, CancellationToken cancellationToken)
    {
        List<RecipientResult> results = [];
        foreach (EnvelopeRecipient recipient in envelope.Recipients)
        {
            // For a single address elsewhere the queue reports.
            if (recipient.Notify.HasFlag(DsnNotify.Success) && !IsOneToOne(recipient.Route))
            {
                results.Add(new RecipientResult
                {
                    Recipient = QueueRecipientOf(recipient),
                    Action = await IsExpandedAsync(recipient, cancellationToken)
                        ? DeliveryAction.Expanded
                        : DeliveryAction.Delivered,
                    Status = "2.1.5",
                });
            }
        }

        return results;
    }

    // A copy in the recipient's own mailbox is a delivery, even if the message is also forwarded.
    private async ValueTask<bool> IsExpandedAsync(EnvelopeRecipient recipient, CancellationToken cancellationToken)
    {
        if (await directory.Groups.FindAsync(recipient.Address, cancellationToken) is not null)
        {
            return true;
        }

        Route route = recipient.Route;
        AccountRecord? own = await directory.Accounts.FindAsync(recipient.Address, cancellationToken);
        return route.Accounts.Count + route.Outside.Count > 1 && (own is null || !route.Accounts.Contains(own.Id));
    }

    private static bool IsRelayed(Route route) => route.Outside is [{ ForwardedBy: null }];

    private static bool IsOneToOne(Route route) => route.Accounts.Count == 0 && route.Outside is [{ ErrorsTo: null }];

    // A client need not announce the size, and may be wrong about it (RFC 1870 §6.3).
    private async ValueTask<EmailAddress?> CheckSizeAsync(AccountId id, long size, CancellationToken cancellationToken)
    {
        AccountRecord? account = await directory.Accounts.FindAsync(id, cancellationToken);
        DomainRecord? domain = account is null
            ? null
            : await directory.Domains.FindAsync(account.Address.Domain, cancellationToken);
        if (domain?.MaxMessageSize is { } largest && size > largest.Bytes)
        {
            throw MailException.Of(MailError.MessageTooLarge.As("Domain"), domain.Name, new MailSize(size), largest);
        }

        return account?.Address;
    }

    private static string? Shorten(string? text) => text is { Length: > MaxSubject }
        ? text[..(char.IsHighSurrogate(text[MaxSubject - 1]) ? MaxSubject - 1 : MaxSubject)]
        : text;

    private sealed record QueueKey(
        DomainName Domain, EmailAddress? ReversePath, DomainName? SenderDomain, bool IsOwnList);

    private sealed record QueuedCopy(QueueKey Key, QueueRecipient Recipient);
}
