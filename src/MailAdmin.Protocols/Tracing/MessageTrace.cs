using MailAdmin.Contracts;
using MailAdmin.Protocols.Mime;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Tracing;

/// <summary>
/// Records in the trace which messages a POP3 or IMAP session read and removed. What was read is opened in the
/// background, so that no client waits longer; what is removed is read before it is removed.
/// </summary>
internal sealed class MessageTrace(SessionContext context)
{
    /// <summary>
    /// The maximum number of messages that one operation records: a synchronisation of more is of no interest.
    /// </summary>
    public const int MaxPerOperation = 1_000;

    // A session that reads more messages than this records some of them again.
    private const int MaxRemembered = 10_000;
    private readonly HashSet<(MailboxId Mailbox, Uid Uid)> retrieved = [];

    /// <summary>Records, once, that a client read the content of a message.</summary>
    public void RecordRetrieved(MailboxId mailbox, string folder, Uid uid)
    {
        if (retrieved.Count >= MaxRemembered)
        {
            retrieved.Clear();
        }

        if (context.Account is { } account && retrieved.Add((mailbox, uid)))
        {
            MailTraceEvent traceEvent = Event(MailTraceEventId.Retrieve, account, folder);
            context.Trace.WriteLater(token => CompleteAsync(traceEvent, mailbox, uid, token));
        }
    }

    /// <summary>Describes messages that are about to be removed.</summary>
    public async ValueTask<IReadOnlyList<RemovedMessage>> DescribeAsync(
        MailboxId mailbox, IEnumerable<Uid> uids, CancellationToken cancellationToken)
    {
        List<RemovedMessage> described = [];
        foreach (Uid uid in uids.Take(MaxPerOperation))
        {
            try
            {
                using MessageContent content =
                    await context.Mailboxes.OpenMessageAsync(mailbox, uid, cancellationToken);
                described.Add(
                    new RemovedMessage(
                        uid,
                        content.Length,
                        await MessageSummary.ReadAsync(content, context.Limits, cancellationToken)));
            }
            catch (MailException)
            {
                // It is gone already or cannot be read: there is nothing to record, and it is removed anyway.
            }
        }

        return described;
    }

    /// <summary>Records those that were removed.</summary>
    public void RecordRemoved(IReadOnlyList<RemovedMessage> described, IReadOnlyList<Uid> removed, string folder)
    {
        if (described.Count == 0 || context.Account is not { } account)
        {
            return;
        }

        HashSet<Uid> gone = [.. removed];
        MailTraceEvent common = Event(MailTraceEventId.Delete, account, folder);
        foreach (RemovedMessage message in described.Where(message => gone.Contains(message.Uid)))
        {
            context.Trace.Write(With(common, message.Size, message.Summary));
        }
    }

    private async ValueTask<MailTraceEvent?> CompleteAsync(
        MailTraceEvent traceEvent, MailboxId mailbox, Uid uid, CancellationToken cancellationToken)
    {
        try
        {
            using MessageContent content = await context.Mailboxes.OpenMessageAsync(mailbox, uid, cancellationToken);
            return With(
                traceEvent, content.Length, await MessageSummary.ReadAsync(content, context.Limits, cancellationToken));
        }
        catch (MailException)
        {
            // It was removed meanwhile; that it was read is still true.
            return traceEvent;
        }
    }

    private MailTraceEvent Event(MailTraceEventId id, AccountRecord account, string folder) => new()
    {
        Timestamp = context.Transport.TimeProvider.GetUtcNow().UtcDateTime,
        EventId = id,
        Source = context.Protocol.ToString(),
        Recipient = account.Address.ToCanonicalString(),
        ClientAddress = context.Transport.Remote.Address.ToString(),
        Detail = context.Client is { } client ? $"{folder}; {client}" : folder,
    };

    private static MailTraceEvent With(MailTraceEvent traceEvent, long size, MessageSummary summary) =>
        traceEvent with { Size = new MailSize(size), MessageId = summary.MessageId, Subject = summary.Subject };
}
