using System.Globalization;
using System.Runtime.CompilerServices;
using MailAdmin.Contracts;
using MailAdmin.Server.Outbound;
using MailAdmin.Server.Reports;

namespace MailAdmin.Server.Administration;

/// <summary>The queue, as cmdlets ask for it.</summary>
/// <param name="storage">The store.</param>
/// <param name="reports">Reports what is removed to its senders.</param>
/// <param name="trace">Where removals are recorded.</param>
/// <param name="outbound">Sends them.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class QueueAdministration(
    IMailStorage storage,
    IDeliveryReports reports,
    IMailTrace trace,
    OutboundService outbound,
    TimeProvider timeProvider)
{
    private const int PieceLength = 64 << 10;

    // After this time an attempt counts as hanging.
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(30);
    private readonly IMailQueue queue = storage.Queue;

    public async IAsyncEnumerable<MailQueueItem> ListAsync(QueueFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        QueueMatcher matcher = new(filter);
        int left = filter.First ?? int.MaxValue;
        await foreach (QueueItem item in FindAsync(filter, cancellationToken))
        {
            if (left == 0)
            {
                yield break;
            }

            MailQueueItem shown = Show(item);
            if (matcher.Matches(shown))
            {
                left--;
                yield return shown;
            }
        }
    }

    public Task<MailQueueItem> SuspendAsync(long id, CancellationToken cancellationToken) =>
        ChangeAsync(id, item => item with { Suspended = true }, cancellationToken);

    public async Task<MailQueueItem> ResumeAsync(long id, bool now, CancellationToken cancellationToken)
    {
        DateTimeOffset time = timeProvider.GetUtcNow();
        MailQueueItem resumed = await ChangeAsync(
            id, item => item with { Suspended = false, NextAttempt = now ? time : item.NextAttempt }, cancellationToken);
        if (now)
        {
            await outbound.DeliverNowAsync([id], false, cancellationToken);
        }

        return resumed;
    }

    public async Task RemoveAsync(long id, bool notify, CancellationToken cancellationToken)
    {
        // An attempt that is under way may still reach recipients, who then are not to be reported.
        await WaitForAttemptAsync(id, cancellationToken);
        QueueItem item = await RequireAsync(id, cancellationToken);
        await using PlannedMail? report = notify ? await PlanReportAsync(item, cancellationToken) : null;
        bool wasThere = false;
        MailCommit commit = new()
        {
            Appends = report?.Appends ?? [],
            Additions = report?.Additions ?? [],
            Updates = [new QueueUpdate(id, _ => Remove(out wasThere))],
        };
        MailCommitOutcome outcome = await queue.CommitAsync(commit, cancellationToken);
        if (!wasThere)
        {
            throw NotFound(id);
        }

        RecordRemoval(item, notify);
        if (outcome.Queued.Count > 0)
        {
            // A mailbox here has the report when this ends; another server may take its time.
            await outbound.DeliverNowAsync(outcome.Queued, await IsLocalAsync(item.ReversePath, cancellationToken), cancellationToken);
        }
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(long id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using MessageContent content = await queue.OpenMessageAsync(id, cancellationToken);
        for (long offset = 0; offset < content.Length;)
        {
            byte[] piece = new byte[Math.Min(PieceLength, content.Length - offset)];
            int count = await content.ReadAsync(offset, piece, cancellationToken);
            if (count == 0)
            {
                yield break;
            }

            offset += count;
            yield return piece.AsMemory(0, count);
        }
    }

    public async Task<IReadOnlyList<MailQueueItem>> DeliverAsync(QueueFilter filter, bool wait, CancellationToken cancellationToken)
    {
        if (filter.Id is { } named)
        {
            await RequireAsync(named, cancellationToken);
        }

        List<long> ids = [];
        await foreach (MailQueueItem item in ListAsync(filter, cancellationToken))
        {
            if (item.Status != MailQueueStatus.Suspended)
            {
                ids.Add(item.Id);
            }
        }

        await outbound.DeliverNowAsync(ids, wait, cancellationToken);
        List<MailQueueItem> left = [];
        foreach (long id in ids)
        {
            if (await queue.FindAsync(id, cancellationToken) is { } item)
            {
                left.Add(Show(item));
            }
        }

        return left;
    }

    private async Task WaitForAttemptAsync(long id, CancellationToken cancellationToken)
    {
        try
        {
            await (outbound.FindAttempt(id) ?? Task.CompletedTask).WaitAsync(AttemptTimeout, timeProvider, cancellationToken);
        }
        catch (TimeoutException)
        {
            // What a server has taken meanwhile is taken; the rest goes.
        }
    }

    private static QueueItem? Remove(out bool wasThere)
    {
        wasThere = true;
        return null;
    }

    private async IAsyncEnumerable<QueueItem> FindAsync(QueueFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (filter.Id is { } id)
        {
            if (await queue.FindAsync(id, cancellationToken) is { } single)
            {
                yield return single;
            }

            yield break;
        }

        await foreach (QueueItem item in queue.ListAsync(cancellationToken))
        {
            yield return item;
        }
    }

    private async Task<MailQueueItem> ChangeAsync(long id, Func<QueueItem, QueueItem> change, CancellationToken cancellationToken)
    {
        MailCommit commit = new() { Updates = [new QueueUpdate(id, change)] };
        MailCommitOutcome outcome = await queue.CommitAsync(commit, cancellationToken);
        return outcome.Updated[0] is { } item ? Show(item) : throw NotFound(id);
    }

    private async ValueTask<QueueItem> RequireAsync(long id, CancellationToken cancellationToken) =>
        await queue.FindAsync(id, cancellationToken) ?? throw NotFound(id);

    private async ValueTask<bool> IsLocalAsync(EmailAddress? address, CancellationToken cancellationToken) =>
        address is not null && await storage.Directory.FindDomainAsync(address.Domain, cancellationToken) is not null;

    private ValueTask<PlannedMail?> PlanReportAsync(QueueItem item, CancellationToken cancellationToken)
    {
        RecipientResult[] results =
        [
            .. item.WaitingRecipients.Select(recipient => RecipientResult.Refused(
                recipient, "5.7.0", "An administrator of this server removed the message from the queue.") with
            {
                LastAttempt = item.LastAttempt,
            }),
        ];
        return reports.PlanAsync(ReportRequest.Of(item, results, queue), cancellationToken);
    }

    private void RecordRemoval(QueueItem item, bool notified)
    {
        MailTraceEventId id = notified ? MailTraceEventId.Bounce : MailTraceEventId.Delete;
        foreach (QueueRecipient recipient in item.WaitingRecipients)
        {
            trace.Write(item.TraceEvent(id, recipient.Address, timeProvider.GetUtcNow()) with
            {
                StatusCode = notified ? "5.7.0" : null,
                Detail = "Removed from the queue by an administrator",
            });
        }
    }

    private MailQueueItem Show(QueueItem item) => new()
    {
        Id = item.Id,
        Sender = item.ReversePath,
        Recipient = [.. item.WaitingRecipients.Select(recipient => recipient.Address)],
        Domain = item.Domain.Ascii,
        Size = new MailSize(item.Size),
        Queued = item.Queued,
        Attempts = item.Attempts,
        LastAttempt = item.LastAttempt,
        LastError = item.LastError,
        StatusCode = item.StatusCode,
        NextAttempt = item.Suspended ? null : item.NextAttempt,
        NextHop = item.NextHop ?? item.Domain.Ascii,
        Status = item.Suspended ? MailQueueStatus.Suspended
            : item.NextAttempt <= timeProvider.GetUtcNow() || outbound.FindAttempt(item.Id) is not null ? MailQueueStatus.Active
            : MailQueueStatus.Deferred,
        Expires = item.Expires,
        MessageId = item.MessageId,
        Subject = item.Subject,
    };

    private static MailException NotFound(long id) => new(MailError.QueueItemNotFound, $"The queue has no message {id}.")
    {
        Target = id.ToString(CultureInfo.InvariantCulture),
        RecommendedAction = "Get-MailQueueItem lists the messages that wait; this one may have been sent meanwhile.",
    };
}
