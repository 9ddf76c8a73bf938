using System.Globalization;
using MailAdmin.Contracts;
using MailAdmin.Server.Reports;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Outbound;

/// <summary>
/// Commits the outcome of an attempt: the message's state in the queue, the reports on it and mail that belongs to it
/// in one commit, so that none is there without the others; then the trace. RFC 5321 §4.5.4.1, §6.1; RFC 3461 §6.2; RFC
/// 2852 §4
/// </summary>
internal sealed class OutcomeRecorder(
    IMailStorage storage, IDeliveryReports reports, IMailTrace trace, TimeProvider timeProvider, ILogger logger)
{
    // A clock that jumps forward makes every message old. One is tried so often all the same, which takes some minutes;
    // in the shortest lifetime that can be set there are more attempts, so it matters for nothing else.
    private const int MinAttempts = 3;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(30);

    /// <returns>The message as it is now, or null when it left the queue.</returns>
    public async Task<QueueItem?> RecordAsync(ItemOutcome outcome, CancellationToken cancellationToken)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        outcome = outcome with { Item = await LimitLifetimeAsync(outcome.Item, now) };
        bool isExpired = outcome.IsLast && IsExpired(outcome.Item, now);
        if (isExpired)
        {
            QueueItem item = outcome.Item;
            outcome = outcome with { Results = [.. outcome.Results.Select(result => Expire(result, item))] };
        }

        bool isLate = await IsLateAsync(outcome, now);
        try
        {
            return await CommitAsync(outcome, now, isLate, withReport: true, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The commit itself is repeated until the store can write, so the report failed: a mailbox is full or
            // missing, or the message cannot be read. What the other server accepted is recorded without it: it must
            // not be sent twice.
            OutboundLog.ReportUndeliverable(logger, outcome.Item.Id, failure);
            ItemOutcome rest = outcome with
            {
                Mail = null,
                Results = [.. outcome.Results.Select(result => WithoutReport(result, outcome, isExpired))],
            };
            return await CommitAsync(rest, now, isLate: false, withReport: false, cancellationToken);
        }
    }

    // When the clock was ahead as the message came, and went back, its lifetime begins now: it ends in time.
    private async ValueTask<QueueItem> LimitLifetimeAsync(QueueItem item, DateTimeOffset now)
    {
        if (item.Queued <= now)
        {
            return item;
        }

        DateTimeOffset latest =
            now + (await storage.Directory.GetSettingsAsync(CancellationToken.None)).QueueLifetime;
        return item.Expires <= latest ? item : item with { Expires = latest };
    }

    private static bool IsExpired(QueueItem item, DateTimeOffset now) =>
        item.Options.DeliverBy is { ReturnsThen: true } by && now >= by.Deadline
        || (now >= item.Expires && item.Attempts + 1 >= MinAttempts);

    private static DateTimeOffset DeadlineOf(QueueItem item) =>
        item.Options.DeliverBy is { ReturnsThen: true } by && by.Deadline < item.Expires ? by.Deadline : item.Expires;

    // What another server accepted stays so. A failure that cannot be reported now is deferred, and so is mail for a
    // mailbox here that has become full meanwhile.
    private static RecipientResult WithoutReport(RecipientResult result, ItemOutcome outcome, bool isExpired) =>
        !outcome.IsLocal && (result.Action != DeliveryAction.Failed || isExpired) ? result
        : isExpired ? result with { Action = DeliveryAction.Failed, Status = "5.2.2" }
        : result with { Action = DeliveryAction.Delayed, Status = "4.2.2" };

    private static RecipientResult Expire(RecipientResult result, QueueItem item) =>
        result.Action != DeliveryAction.Delayed
        ? result
        : result with
        {
            Action = DeliveryAction.Failed,
            Status = "5.4.7",
            Reason = result.Reason is null
                ? WrittenReason.Of("Written.Expired", TimeOf(item))
                : WrittenReason.Of("Written.ExpiredAfter", TimeOf(item), result.Reason),
        };

    private static string TimeOf(QueueItem item) =>
        DeadlineOf(item).UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private async ValueTask<bool> IsLateAsync(ItemOutcome outcome, DateTimeOffset now)
    {
        QueueItem item = outcome.Item;
        if (!outcome.IsLast || item.DelayReported || outcome.FirstDelay is null)
        {
            return false;
        }

        if (item.Options.DeliverBy is { ReturnsThen: false } by && now >= by.Deadline)
        {
            return true;
        }

        TimeSpan warning = (await storage.Directory.GetSettingsAsync(CancellationToken.None)).DelayWarning;
        DateTimeOffset begin = item.Options.HoldUntil is { } hold && hold > item.Queued ? hold : item.Queued;
        return warning > TimeSpan.Zero && now >= begin + warning;
    }

    private async Task<QueueItem?> CommitAsync(
        ItemOutcome outcome, DateTimeOffset now, bool isLate, bool withReport, CancellationToken cancellationToken)
    {
        await using PlannedMail? report = withReport ? await PlanReportAsync(outcome, now, isLate) : null;
        DateTimeOffset next = NextAttempt(outcome, now);
        MailCommit commit = new()
        {
            Appends = [.. outcome.Mail?.Appends ?? [], .. report?.Appends ?? []],
            Additions = [.. outcome.Mail?.Additions ?? [], .. report?.Additions ?? []],
            Updates = [new QueueUpdate(outcome.Item.Id, current => Apply(current, outcome, now, next, isLate))],
        };
        MailCommitOutcome committed = await CommitAsync(outcome.Item.Id, commit, cancellationToken);
        WriteTrace(outcome, now, report);
        return committed.Updated[0];
    }

    // What another server replied is recorded even when sending is being stopped, unless the store cannot write.
    private async Task<MailCommitOutcome> CommitAsync(long id, MailCommit commit, CancellationToken cancellationToken)
    {
        for (TimeSpan delay = FirstDelay; ; delay = delay * 2 < MaxDelay ? delay * 2 : MaxDelay)
        {
            try
            {
                return await storage.Queue.CommitAsync(commit, CancellationToken.None);
            }
            catch (MailException failure)
                when (failure.Error is MailError.StoreFailed or MailError.StoreUnavailable or MailError.DiskFull)
            {
                OutboundLog.CommitFailed(logger, id, failure);
                await Task.Delay(delay, timeProvider, cancellationToken);
            }
        }
    }

    private static QueueItem? Apply(
        QueueItem current, ItemOutcome outcome, DateTimeOffset now, DateTimeOffset next, bool isLate)
    {
        Dictionary<EmailAddress, RecipientResult> results = [];
        foreach (RecipientResult result in outcome.Results)
        {
            results.TryAdd(result.Address, result);
        }

        QueueItem changed = current with
        {
            Recipients = [.. current.Recipients.Select(one => Apply(one, results.GetValueOrDefault(one.Address)))],
            NextHop = outcome.Host ?? current.NextHop,
        };
        if (!changed.WaitingRecipients.Any())
        {
            return null;
        }

        RecipientResult? delayed = outcome.FirstDelay;
        return !outcome.IsLast
            ? changed
            : changed with
            {
                Attempts = current.Attempts + 1,
                LastAttempt = now,
                NextAttempt = next,
                Expires = outcome.Item.Expires,
                LastError = delayed is null ? current.LastError : ItemOutcome.TextOf(delayed),
                StatusCode = delayed?.Status ?? current.StatusCode,
                DelayReported = current.DelayReported || isLate,
            };
    }

    private static QueueRecipient Apply(QueueRecipient recipient, RecipientResult? result) =>
        result is null || recipient.State != QueueRecipientState.Waiting
            ? recipient
            : recipient with
            {
                State = StateOf(result),
                StatusCode = result.Status,
                LastReply = ItemOutcome.TextOf(result),
            };

    private static QueueRecipientState StateOf(RecipientResult result) => result.Action switch
    {
        DeliveryAction.Failed => QueueRecipientState.Failed,
        DeliveryAction.Delayed => QueueRecipientState.Waiting,
        _ => QueueRecipientState.Delivered,
    };

    // The last attempt is at the deadline, so that the sender gets a report then and not hours later.
    private static DateTimeOffset NextAttempt(ItemOutcome outcome, DateTimeOffset now)
    {
        DateTimeOffset next = now + RetryTimes.After(
            outcome.Item.Attempts + 1, outcome.IsGreylisted, Random.Shared.NextDouble());
        DateTimeOffset deadline = DeadlineOf(outcome.Item);
        return next > deadline && deadline > now ? deadline : next;
    }

    private async ValueTask<PlannedMail?> PlanReportAsync(ItemOutcome outcome, DateTimeOffset now, bool isLate)
    {
        QueueItem item = outcome.Item;
        RecipientResult[] reported =
        [
            .. outcome.Results.Where(result => IsReported(result, isLate)).Select(result => result with
            {
                RemoteHost = result.Reply is null ? null : outcome.Host,
                LastAttempt = now,
                WillRetryUntil = result.Action == DeliveryAction.Delayed ? DeadlineOf(item) : null,
            }),
        ];
        return reported.Length == 0
            ? null
            : await reports.PlanAsync(ReportRequest.Of(item, reported, storage.Queue), CancellationToken.None);
    }

    // A server that got the parameters of RFC 3461 reports success itself. RFC 3461 §6.2.5
    private static bool IsReported(RecipientResult result, bool isLate) => result.Action switch
    {
        DeliveryAction.Failed => true,
        DeliveryAction.Delayed => isLate,
        _ => !result.IsReportedByServer && result.Recipient.Notify.HasFlag(DsnNotify.Success),
    };

    private void WriteTrace(ItemOutcome outcome, DateTimeOffset now, PlannedMail? report)
    {
        QueueItem item = outcome.Item;
        OutboundLog.Attempted(
            logger,
            item.Id,
            item.Domain,
            outcome.Results.Count(result => result.IsAccepted),
            outcome.Results.Count(result => result.Action == DeliveryAction.Delayed),
            outcome.Results.Count(result => result.Action == DeliveryAction.Failed));

        // Deliveries to mailboxes here are among the events of the copies already.
        bool isTraced = outcome.Mail?.Events.Any(traced => traced.EventId == MailTraceEventId.Deliver) == true;
        foreach (RecipientResult result in outcome.Results.Where(result => !(isTraced && result.IsAccepted)))
        {
            string text = ItemOutcome.TextOf(result);
            trace.Write(item.TraceEvent(EventOf(outcome, result), result.Address, now) with
            {
                ClientAddress = outcome.Address,
                StatusCode = result.Status,
                Detail = outcome.Host is null ? text : $"{outcome.Host}: {text}",
            });
        }

        foreach (MailTraceEvent traced in (outcome.Mail?.Events ?? []).Concat(report?.Events ?? []))
        {
            trace.Write(traced);
        }
    }

    private static MailTraceEventId EventOf(ItemOutcome outcome, RecipientResult result) => result.Action switch
    {
        DeliveryAction.Failed => MailTraceEventId.Bounce,
        DeliveryAction.Delayed => MailTraceEventId.Defer,
        _ => outcome.IsLocal ? MailTraceEventId.Deliver : MailTraceEventId.Send,
    };
}
