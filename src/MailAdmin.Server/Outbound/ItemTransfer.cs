using MailAdmin.Contracts;
using MailAdmin.Server.Outbound.Smtp;
using MailAdmin.Server.Reports;

namespace MailAdmin.Server.Outbound;

/// <summary>
/// Sends one message to the servers of its next hop, in as many transactions and sessions as its recipients need.
/// Invariant: what a server replied about some recipients is committed before anything more is sent, so that a crash
/// repeats at most the transaction that it interrupts.
/// </summary>
internal sealed class ItemTransfer
{
    private readonly OutgoingContent content;
    private readonly HopQueue hop;
    private readonly HopConnector connector;
    private readonly OutcomeRecorder recorder;
    private readonly OutboundOptions options;
    private readonly TimeProvider timeProvider;
    private readonly List<RecipientResult> delayed = [];
    private QueueItem item;
    private List<QueueRecipient> waiting;
    private RemoteSession? session;

    public ItemTransfer(
        QueueItem item,
        OutgoingContent content,
        HopQueue hop,
        RemoteSession? session,
        HopConnector connector,
        OutcomeRecorder recorder,
        OutboundOptions options,
        TimeProvider timeProvider)
    {
        this.item = item;
        this.content = content;
        this.hop = hop;
        this.session = session;
        this.connector = connector;
        this.recorder = recorder;
        this.options = options;
        this.timeProvider = timeProvider;
        waiting = [.. item.WaitingRecipients];
    }

    /// <returns>The session for the next message, or null.</returns>
    public async Task<RemoteSession?> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (waiting.Count > 0)
            {
                bool isReused = session is not null && CanContinue(session);
                bool isOpen = isReused || await TryConnectAsync(cancellationToken);
                if (!isOpen || !await SendBatchAsync(isReused, cancellationToken))
                {
                    return session;
                }
            }

            if (!item.WaitingRecipients.Any())
            {
                // Left over from an earlier attempt: no recipient waits any more.
                await recorder.RecordAsync(new ItemOutcome { Item = item, Results = [] }, cancellationToken);
            }

            return session;
        }
        catch
        {
            // The session may be in the middle of a command.
            if (session is not null)
            {
                await session.AbortAsync();
            }

            throw;
        }
    }

    private bool CanContinue(RemoteSession open) =>
        open.IsUsable
        && open.Transactions < Math.Min(options.MessagesPerConnection, open.Extensions.MaxMessages ?? int.MaxValue)
        && (!item.Options.RequiresTls || (open.IsVerified && open.Extensions.Has("REQUIRETLS")));

    private async Task<bool> TryConnectAsync(CancellationToken cancellationToken)
    {
        if (session is not null)
        {
            await session.QuitAsync();
            session = null;
        }

        (session, HopFailure? failure) = await connector.ConnectAsync(
            hop.Hop, item.Options.RequiresTls, cancellationToken);
        hop.RecordConnection(failure, timeProvider.GetTimestamp(), options.HopMemory);
        if (session is null)
        {
            await recorder.RecordAsync(ItemOutcome.Of(item, waiting, failure!, delayed), cancellationToken);
        }

        return session is not null;
    }

    /// <returns>Whether the attempt continues; false when the message left the queue.</returns>
    private async Task<bool> SendBatchAsync(bool isReused, CancellationToken cancellationToken)
    {
        RemoteSession open = session!;
        int most = Math.Min(options.RecipientsPerMessage, open.Extensions.MaxRecipients ?? int.MaxValue);
        List<QueueRecipient> batch = [.. waiting.Take(most)];
        IReadOnlyList<RecipientResult> results =
            await open.SendAsync(item.ReversePath, item.Options, batch, content, cancellationToken);
        if (isReused && !open.IsUsable
            && results.All(result => result.Action == DeliveryAction.Delayed && result.IsConnectionLost))
        {
            // The server closed the connection while it was idle; that is no failure, and a new one follows.
            return true;
        }

        bool anyAccepted = results.Any(result => result.IsAccepted);
        waiting =
        [
            .. results.Where(result => anyAccepted && result.IsTooMany).Select(result => result.Recipient),
            .. waiting.Skip(batch.Count),
        ];
        bool isReportedByServer = open.Extensions.Has("DSN");
        ILookup<bool, RecipientResult> ends = results.Where(result => !(anyAccepted && result.IsTooMany))
            .Select(result => result with { IsReportedByServer = isReportedByServer })
            .ToLookup(result => result.Action == DeliveryAction.Delayed);
        bool isLast = waiting.Count == 0;
        delayed.AddRange(ends[true]);
        ItemOutcome outcome = new()
        {
            Item = item,
            Results = isLast ? [.. ends[false], .. delayed] : [.. ends[false]],
            Host = open.Target.Host,
            Address = open.Target.Address.ToString(),
            IsLast = isLast,
            IsGreylisted = results.All(result => result.Action != DeliveryAction.Delayed || result.IsGreylisted),
        };
        if (await recorder.RecordAsync(outcome, cancellationToken) is not { } left)
        {
            return false;
        }

        item = left;
        return true;
    }
}
