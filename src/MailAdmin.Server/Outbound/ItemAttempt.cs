using System.Globalization;
using MailAdmin.Contracts;
using MailAdmin.Server.Outbound.Smtp;
using MailAdmin.Server.Reports;
using MailAdmin.Server.Routing;

namespace MailAdmin.Server.Outbound;

/// <summary>
/// One attempt to deliver one message to its next hop: here, by a server, or not at all while that is known to fail.
/// </summary>
internal sealed class ItemAttempt(
    IMailQueue queue,
    ILocalDelivery localDelivery,
    HopConnector connector,
    OutcomeRecorder recorder,
    OutboundOptions options,
    TimeProvider timeProvider)
{
    /// <param name="id">The message.</param>
    /// <param name="hop">Its next hop.</param>
    /// <param name="isForced">Whether it is tried even if the next hop could not be reached a moment ago.</param>
    /// <param name="session">A session of an earlier message, or null.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <returns>The session for the next message, or null.</returns>
    public async Task<RemoteSession?> RunAsync(
        long id, HopQueue hop, bool isForced, RemoteSession? session, CancellationToken cancellationToken)
    {
        if (await queue.FindAsync(id, cancellationToken) is not { Suspended: false } item)
        {
            return session;
        }

        if (FindFailure(item, hop, isForced) is { } known)
        {
            await FailAsync(item, known, cancellationToken);
            return session;
        }

        if (hop.Hop.Kind == NextHopKind.Local)
        {
            await DeliverHereAsync(item, cancellationToken);
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
            // A damaged message must leave the queue too. What the queue and its reports say is English.
            string detail = failure.Text.In(CultureInfo.InvariantCulture);
            await FailAsync(
                item, new HopFailure("4.3.0", WrittenReason.Of("Written.Unreadable", detail)), cancellationToken);
            return session;
        }

        using (content)
        {
            ItemTransfer transfer = new(item, content, hop, session, connector, recorder, options, timeProvider);
            return await transfer.RunAsync(cancellationToken);
        }
    }

    private HopFailure? FindFailure(QueueItem item, HopQueue hop, bool isForced)
    {
        if (item.Options.DeliverBy is { ReturnsThen: true } by && timeProvider.GetUtcNow() >= by.Deadline)
        {
            return new HopFailure("4.4.7", WrittenReason.Of("Written.TimeIsOver"));
        }

        return isForced || hop.Hop.Kind == NextHopKind.Local ? null : hop.FindFailure(timeProvider);
    }

    private Task<QueueItem?> FailAsync(QueueItem item, HopFailure failure, CancellationToken cancellationToken) =>
        recorder.RecordAsync(ItemOutcome.Of(item, item.WaitingRecipients, failure, []), cancellationToken);

    private async Task DeliverHereAsync(QueueItem item, CancellationToken cancellationToken)
    {
        (PlannedMail? mail, IReadOnlyList<RecipientResult> results) = await localDelivery.PlanAsync(
            item, cancellationToken);
        await using PlannedMail? disposed = mail;
        await recorder.RecordAsync(
            new ItemOutcome { Item = item, Results = results, Mail = mail, IsLocal = true }, cancellationToken);
    }
}
