using MailAdmin.Contracts;
using MailAdmin.Server.Outbound.Smtp;
using MailAdmin.Server.Reports;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Outbound;

/// <summary>
/// Writes what became of a message: its state in the queue, the reports on it and mail that belongs to it in one commit, so that
/// neither is there without the other; then the trace. RFC 5321 §4.5.4.1, §6.1; RFC 3461 §6.2; RFC 2852 §4
/// </summary>
internal sealed class OutcomeRecorder(IMailStorage storage, IDeliveryReports reports, IMailTrace trace, TimeProvider timeProvider, ILogger logger)
{
    private const string Source = "Queue";
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>Until when a message is tried.</summary>
    public static DateTimeOffset DeadlineOf(QueueItem item) =>
        item.Options.DeliverBy is { ReturnsThen: true } by && by.Deadline < item.Expires ? by.Deadline : item.Expires;

    /// <returns>The message as it is now; null: nothing is left to do.</returns>
    public async Task<QueueItem?> RecordAsync(ItemOutcome outcome, CancellationToken cancellationToken)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        bool isExpired = outcome.IsLast && now >= DeadlineOf(outcome.Item);
        outcome = isExpired ? outcome with { Ends = [.. outcome.Ends.Select(end => Expire(end, outcome.Item))] } : outcome;
        bool isLate = await IsLateAsync(outcome, now, CancellationToken.None);
        try
        {
            return await CommitAsync(outcome, now, isLate, withReport: true, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The commit itself is repeated until the store can write; this was the report: a full or missing mailbox, or a
            // message that cannot be read. What the other server has taken is written down without it, or it would be sent twice.
            OutboundLog.ReportUndeliverable(logger, outcome.Item.Id, failure);
            ItemOutcome rest = outcome with { Mail = null, Ends = [.. outcome.Ends.Select(end => PutOff(end, outcome, isExpired))] };
            return await CommitAsync(rest, now, isLate: false, withReport: false, cancellationToken);
        }
    }

    // What was delivered elsewhere is so, reported or not. A failure that nobody can be told of waits for a better time,
    // and mail for a mailbox here that has become full in between too.
    private static RecipientEnd PutOff(RecipientEnd end, ItemOutcome outcome, bool isExpired) =>
        outcome.IsLocal || (end.Kind == ResultKind.Permanent && !isExpired)
            ? end with { Kind = isExpired ? ResultKind.Permanent : ResultKind.Temporary, StatusCode = isExpired ? "5.2.2" : "4.2.2" }
            : end;

    private static RecipientEnd Expire(RecipientEnd end, QueueItem item) => end.Kind != ResultKind.Temporary
        ? end
        : end with
        {
            Kind = ResultKind.Permanent,
            StatusCode = "5.4.7",
            Reason = $"It could not be delivered until {DeadlineOf(item).UtcDateTime:yyyy-MM-dd HH:mm} UTC" + (end.Reason is null ? "" : ". " + end.Reason),
        };

    private async ValueTask<bool> IsLateAsync(ItemOutcome outcome, DateTimeOffset now, CancellationToken cancellationToken)
    {
        QueueItem item = outcome.Item;
        if (!outcome.IsLast || item.DelayReported || !outcome.Ends.Any(end => end.Kind == ResultKind.Temporary))
        {
            return false;
        }

        if (item.Options.DeliverBy is { ReturnsThen: false } by && now >= by.Deadline)
        {
            return true;
        }

        TimeSpan warning = (await storage.Directory.GetSettingsAsync(cancellationToken)).DelayWarning;
        DateTimeOffset begin = item.Options.HoldUntil is { } hold && hold > item.Queued ? hold : item.Queued;
        return warning > TimeSpan.Zero && now >= begin + warning;
    }

    private async Task<QueueItem?> CommitAsync(ItemOutcome outcome, DateTimeOffset now, bool isLate, bool withReport, CancellationToken cancellationToken)
    {
        await using PlannedMail? report = withReport ? await PlanReportAsync(outcome, now, isLate, CancellationToken.None) : null;
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

    // What the other server has answered is so, and is written down even when sending is to stop; only a store that
    // cannot write ends that.
    private async Task<MailCommitOutcome> CommitAsync(long id, MailCommit commit, CancellationToken cancellationToken)
    {
        for (TimeSpan wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                return await storage.Queue.CommitAsync(commit, CancellationToken.None);
            }
            catch (MailException failure) when (failure.Error is MailError.StoreFailed or MailError.StoreUnavailable or MailError.DiskFull)
            {
                OutboundLog.CommitFailed(logger, id, failure);
                await Task.Delay(wait, timeProvider, cancellationToken);
            }
        }
    }

    private static QueueItem? Apply(QueueItem current, ItemOutcome outcome, DateTimeOffset now, DateTimeOffset next, bool isLate)
    {
        Dictionary<EmailAddress, RecipientEnd> ends = [];
        foreach (RecipientEnd end in outcome.Ends)
        {
            ends.TryAdd(end.Recipient.Address, end);
        }

        QueueRecipient[] recipients = [.. current.Recipients.Select(recipient =>
            recipient.State == QueueRecipientState.Waiting && ends.TryGetValue(recipient.Address, out RecipientEnd? end)
                ? recipient with { State = StateOf(end.Kind), StatusCode = end.StatusCode, LastReply = end.Text }
                : recipient)];
        if (!recipients.Any(recipient => recipient.State == QueueRecipientState.Waiting))
        {
            return null;
        }

        RecipientEnd? deferred = outcome.Ends.FirstOrDefault(end => end.Kind == ResultKind.Temporary);
        QueueItem changed = current with { Recipients = recipients, NextHop = outcome.Host ?? current.NextHop };
        return !outcome.IsLast
            ? changed
            : changed with
            {
                Attempts = current.Attempts + 1,
                LastAttempt = now,
                NextAttempt = next,
                LastError = deferred?.Text ?? current.LastError,
                StatusCode = deferred?.StatusCode ?? current.StatusCode,
                DelayReported = current.DelayReported || isLate,
            };
    }

    private static QueueRecipientState StateOf(ResultKind kind) => kind switch
    {
        ResultKind.Accepted => QueueRecipientState.Delivered,
        ResultKind.Permanent => QueueRecipientState.Failed,
        _ => QueueRecipientState.Waiting,
    };

    // At the deadline once more at the latest, so that the sender hears of it then and not hours later.
    private static DateTimeOffset NextAttempt(ItemOutcome outcome, DateTimeOffset now)
    {
        DateTimeOffset next = now + RetryTimes.After(outcome.Item.Attempts + 1, outcome.IsGreylisted, Random.Shared.NextDouble());
        DateTimeOffset deadline = DeadlineOf(outcome.Item);
        return next > deadline && deadline > now ? deadline : next;
    }

    private async ValueTask<PlannedMail?> PlanReportAsync(ItemOutcome outcome, DateTimeOffset now, bool isLate, CancellationToken cancellationToken)
    {
        QueueItem item = outcome.Item;
        RecipientOutcome[] told = [.. outcome.Ends.Select(end => (End: end, Action: ActionOf(end, isLate))).Where(pair => pair.Action is not null)
            .Select(pair => new RecipientOutcome
            {
                Address = pair.End.Recipient.Address,
                OriginalRecipient = pair.End.Recipient.OriginalRecipient,
                Notify = pair.End.Recipient.Notify,
                Action = pair.Action!.Value,
                Status = pair.End.StatusCode,
                RemoteHost = pair.End.Reply is null ? null : outcome.Host,
                Reply = pair.End.Reply,
                Reason = pair.End.Reason,
                LastAttempt = now,
                WillRetryUntil = pair.Action == ReportAction.Delayed ? DeadlineOf(item) : null,
            })];
        if (told.Length == 0)
        {
            return null;
        }

        ReportRequest request = new()
        {
            ReversePath = item.ReversePath,
            Options = item.Options,
            Arrived = item.Queued,
            Outcomes = told,
            OpenMessageAsync = token => storage.Queue.OpenMessageAsync(item.Id, token),
            Subject = item.Subject,
        };
        return await reports.PlanAsync(request, cancellationToken);
    }

    // A server that was given the parameters of RFC 3461 reports success itself. RFC 3461 §6.2.5
    private static ReportAction? ActionOf(RecipientEnd end, bool isLate) => end.Kind switch
    {
        ResultKind.Permanent => ReportAction.Failed,
        ResultKind.Temporary => isLate ? ReportAction.Delayed : null,
        _ => end.IsReportedByServer || !end.Recipient.Notify.HasFlag(DsnNotify.Success) ? null : end.Action ?? ReportAction.Relayed,
    };

    private void WriteTrace(ItemOutcome outcome, DateTimeOffset now, PlannedMail? report)
    {
        QueueItem item = outcome.Item;
        OutboundLog.Attempted(
            logger,
            item.Id,
            item.Domain,
            outcome.Ends.Count(end => end.Kind == ResultKind.Accepted),
            outcome.Ends.Count(end => end.Kind == ResultKind.Temporary),
            outcome.Ends.Count(end => end.Kind == ResultKind.Permanent));

        // Held mail is noted by who wrote the copies, if it was; then not twice.
        bool isNoted = outcome.Mail?.Events.Any(traced => traced.EventId == MailTraceEventId.Deliver) == true;
        foreach (RecipientEnd end in outcome.Ends.Where(end => !(isNoted && end.Kind == ResultKind.Accepted)))
        {
            trace.Write(new MailTraceEvent
            {
                Timestamp = now,
                EventId = end.Kind switch
                {
                    ResultKind.Accepted => outcome.IsLocal ? MailTraceEventId.Deliver : MailTraceEventId.Send,
                    ResultKind.Temporary => MailTraceEventId.Defer,
                    _ => MailTraceEventId.Bounce,
                },
                Source = Source,
                Sender = item.ReversePath?.ToString() ?? "",
                Recipient = end.Recipient.Address.ToString(),
                MessageId = item.MessageId,
                Subject = item.Subject,
                Size = new MailSize(item.Size),
                ClientAddress = outcome.Address,
                StatusCode = end.StatusCode,
                Detail = outcome.Host is null ? end.Text : $"{outcome.Host}: {end.Text}",
            });
        }

        foreach (MailTraceEvent traced in (outcome.Mail?.Events ?? []).Concat(report?.Events ?? []))
        {
            trace.Write(traced);
        }
    }
}
