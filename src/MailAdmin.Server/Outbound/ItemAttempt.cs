using MailAdmin.Contracts;
using MailAdmin.Server.Outbound.Smtp;
using MailAdmin.Server.Reports;
using MailAdmin.Server.Routing;

namespace MailAdmin.Server.Outbound;

/// <summary>
/// One attempt to deliver one message to its next hop. Invariant: what a server has answered about some recipients is committed
/// before it is told anything more, so that a crash repeats at most the transaction that it hit.
/// </summary>
internal sealed class ItemAttempt(
    IMailQueue queue, ILocalDelivery localDelivery, HopConnector connector, OutcomeRecorder recorder, OutboundOptions options, TimeProvider timeProvider)
{
    /// <param name="id">The message.</param>
    /// <param name="lane">Its next hop.</param>
    /// <param name="isForced">Whether it is tried even if the next hop could not be reached a moment ago.</param>
    /// <param name="session">A session from before; null: none.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    /// <returns>The session for the next message; null: none.</returns>
    public async Task<RemoteSession?> RunAsync(long id, HopQueue lane, bool isForced, RemoteSession? session, CancellationToken cancellationToken)
    {
        if (await queue.FindAsync(id, cancellationToken) is not { Suspended: false } item)
        {
            return session;
        }

        List<QueueRecipient> waiting = [.. item.Recipients.Where(recipient => recipient.State == QueueRecipientState.Waiting)];
        if (item.Options.DeliverBy is { ReturnsThen: true } by && timeProvider.GetUtcNow() >= by.Deadline)
        {
            HopFailure late = new("4.4.7", "The time is over within which it was to be delivered", null, null, null, ConcernsAll: false);
            await RecordAsync(item, waiting, late, [], cancellationToken);
            return session;
        }

        if (lane.Hop.Kind == NextHopKind.Local)
        {
            await DeliverHereAsync(item, cancellationToken);
            return session;
        }

        if (!isForced && lane.FindFailure(timeProvider.GetUtcNow()) is { } known)
        {
            await RecordAsync(item, waiting, known, [], cancellationToken);
            return session;
        }

        OutgoingContent content;
        try
        {
            content = await OutgoingContent.ReadAsync(
                await queue.OpenMessageAsync(item.Id, cancellationToken), cancellationToken);
        }
        catch (MailException failure) when (failure.Error != MailError.QueueItemNotFound)
        {
            // A damaged message must come to its end too.
            HopFailure unreadable = new("4.3.0", "The message cannot be read: " + failure.Message, null, null, null, ConcernsAll: false);
            await RecordAsync(item, waiting, unreadable, [], cancellationToken);
            return session;
        }

        using (content)
        {
            return await SendAsync(item, waiting, content, lane, session, cancellationToken);
        }
    }

    private async Task<RemoteSession?> SendAsync(
        QueueItem item, List<QueueRecipient> waiting, OutgoingContent content, HopQueue lane, RemoteSession? session, CancellationToken cancellationToken)
    {
        try
        {
            return await SendBatchesAsync();
        }
        catch
        {
            // It may be in the middle of something.
            if (session is not null)
            {
                await session.DisposeAsync();
            }

            throw;
        }

        async Task<RemoteSession?> SendBatchesAsync()
        {
            List<RecipientEnd> deferred = [];
            while (waiting.Count > 0)
            {
                bool isOld = session is not null;
                if (session is not null && !Serves(session, item))
                {
                    await CloseAsync(session);
                    session = null;
                }

                if (session is null)
                {
                    isOld = false;
                    (session, HopFailure? failure) = await connector.ConnectAsync(lane.Hop, item.Options.RequiresTls, cancellationToken);
                    lane.Note(failure, timeProvider.GetUtcNow() + options.HopMemory);
                    if (session is null)
                    {
                        await RecordAsync(item, waiting, failure!, deferred, cancellationToken);
                        return null;
                    }
                }

                List<QueueRecipient> batch = [.. waiting.Take(Math.Min(options.RecipientsPerMessage, session.Offer.MaxRecipients ?? int.MaxValue))];
                RecipientResult[] results = await session.SendAsync(
                    item.ReversePath, item.Options, batch, content, cancellationToken);
                if (isOld && !session.IsUsable && Array.TrueForAll(results, result => result.Kind == ResultKind.Temporary && result.Reply?.Code is null or 421))
                {
                    // The server has closed it while it was idle; that is no failure.
                    continue;
                }

                bool anyAccepted = Array.Exists(results, result => result.Kind == ResultKind.Accepted);
                List<RecipientResult> again = [.. results.Where(result => anyAccepted && result.IsTooMany)];
                waiting = [.. again.Select(result => result.Recipient), .. waiting.Skip(batch.Count)];
                List<RecipientEnd> ends = [.. results.Except(again).Select(result => RecipientEnd.From(result, session.Offer.Has("DSN")))];
                bool isLast = waiting.Count == 0;
                deferred.AddRange(ends.Where(end => end.Kind == ResultKind.Temporary));
                ItemOutcome outcome = new()
                {
                    Item = item,
                    Ends = isLast ? [.. ends.Where(end => end.Kind != ResultKind.Temporary), .. deferred] : [.. ends.Where(end => end.Kind != ResultKind.Temporary)],
                    Host = session.Target.Host,
                    Address = session.Target.Address.ToString(),
                    IsLast = isLast,
                    IsGreylisted = Array.TrueForAll(results, result => result.Kind != ResultKind.Temporary || result.IsGreylisted),
                };
                if (await recorder.RecordAsync(outcome, cancellationToken) is not { } left)
                {
                    return session;
                }

                item = left;
            }

            if (item.Recipients.All(recipient => recipient.State != QueueRecipientState.Waiting))
            {
                // Left over from before: nobody waits any more.
                await recorder.RecordAsync(new ItemOutcome { Item = item, Ends = [] }, cancellationToken);
            }

            return session;
        }
    }

    private bool Serves(RemoteSession session, QueueItem item) =>
        session.IsUsable
            && session.Transactions < Math.Min(options.MessagesPerConnection, session.Offer.MaxMessages ?? int.MaxValue)
            && (!item.Options.RequiresTls || (session.IsVerified && session.Offer.Has("REQUIRETLS")));

    private static async Task CloseAsync(RemoteSession session)
    {
        await session.QuitAsync();
        await session.DisposeAsync();
    }

    private async Task DeliverHereAsync(QueueItem item, CancellationToken cancellationToken)
    {
        (PlannedMail? mail, IReadOnlyList<RecipientOutcome> outcomes) = await localDelivery.PlanAsync(item, cancellationToken);
        await using PlannedMail? disposed = mail;
        Dictionary<EmailAddress, QueueRecipient> recipients = [];
        foreach (QueueRecipient recipient in item.Recipients.Where(recipient => recipient.State == QueueRecipientState.Waiting))
        {
            recipients.TryAdd(recipient.Address, recipient);
        }

        await recorder.RecordAsync(
            new ItemOutcome
            {
                Item = item,
                Ends = [.. outcomes.Where(outcome => recipients.ContainsKey(outcome.Address)).Select(outcome => new RecipientEnd(
                    recipients[outcome.Address],
                    outcome.Action switch
                    {
                        ReportAction.Failed => ResultKind.Permanent,
                        ReportAction.Delayed => ResultKind.Temporary,
                        _ => ResultKind.Accepted,
                    },
                    outcome.Status,
                    outcome.Reply,
                    outcome.Reason)
                {
                    Action = outcome.Action,
                })],
                Mail = mail,
                IsLocal = true,
            },
            cancellationToken);
    }

    private Task<QueueItem?> RecordAsync(
        QueueItem item, List<QueueRecipient> recipients, HopFailure failure, List<RecipientEnd> deferred, CancellationToken cancellationToken)
    {
        ResultKind kind = failure.IsPermanent ? ResultKind.Permanent : ResultKind.Temporary;
        ItemOutcome outcome = new()
        {
            Item = item,
            Ends =
            [
                .. recipients.Select(recipient => new RecipientEnd(recipient, kind, failure.StatusCode, failure.Reply?.ToString(), failure.Reason)),
                .. deferred,
            ],
            Host = failure.Host,
            Address = failure.Address,
        };
        return recorder.RecordAsync(outcome, cancellationToken);
    }
}
