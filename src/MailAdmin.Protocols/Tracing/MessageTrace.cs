using MailAdmin.Contracts;
using MailAdmin.Protocols.Mime;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Tracing;

/// <summary>
/// Notes which messages a POP3 or IMAP session read and removed. What was read is looked at in the background, so that
/// nothing that a client waits for takes longer; what is removed is looked at before it goes.
/// </summary>
internal sealed class MessageTrace(SessionContext context)
{
    /// <summary>The most messages that one operation notes: more of them are a synchronisation, of which nobody asks which.</summary>
    public const int MostPerOperation = 1_000;

    // A session that reads more messages than this notes some of them again.
    private const int MostRemembered = 10_000;
    private readonly HashSet<(MailboxId Mailbox, Uid Uid)> retrieved = [];

    /// <summary>A client read the content of a message; noted the first time.</summary>
    public void NoteRetrieved(MailboxId mailbox, string folder, Uid uid)
    {
        if (retrieved.Count >= MostRemembered)
        {
            retrieved.Clear();
        }

        if (context.Account is { } account && retrieved.Add((mailbox, uid)))
        {
            MailTraceEvent traceEvent = Event(MailTraceEventId.Retrieve, account, folder);
            context.Trace.WriteLater(token => CompleteAsync(traceEvent, mailbox, uid, token));
        }
    }

    /// <summary>Looks at messages that are about to be removed.</summary>
    public async ValueTask<IReadOnlyList<RemovedMessage>> DescribeAsync(MailboxId mailbox, IEnumerable<Uid> uids, CancellationToken cancellationToken)
    {
        List<RemovedMessage> described = [];
        foreach (Uid uid in uids.Take(MostPerOperation))
        {
            try
            {
                using MessageContent content = await context.Mailboxes.OpenMessageAsync(mailbox, uid, cancellationToken);
                described.Add(new RemovedMessage(uid, content.Length, MessageSummary.Of(content.Structure)));
            }
            catch (MailException)
            {
                // It is gone already, or cannot be read: then there is nothing to tell of it, and it is removed all the same.
            }
        }

        return described;
    }

    /// <summary>Notes those that went.</summary>
    public void NoteRemoved(IReadOnlyList<RemovedMessage> described, IReadOnlyList<Uid> removed, string folder)
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

    private async ValueTask<MailTraceEvent?> CompleteAsync(MailTraceEvent traceEvent, MailboxId mailbox, Uid uid, CancellationToken cancellationToken)
    {
        try
        {
            using MessageContent content = await context.Mailboxes.OpenMessageAsync(mailbox, uid, cancellationToken);
            return With(traceEvent, content.Length, MessageSummary.Of(content.Structure));
        }
        catch (MailException)
        {
            // It was removed meanwhile; that it was read is still true.
            return traceEvent;
        }
    }

    private MailTraceEvent Event(MailTraceEventId id, AccountRecord account, string folder) => new()
    {
        Timestamp = context.Transport.TimeProvider.GetUtcNow(),
        EventId = id,
        Source = context.Protocol.ToString(),
        Recipient = account.Address.Canonical,
        ClientAddress = context.Transport.Remote.Address.ToString(),
        Detail = context.Client is { } client ? $"{folder}; {client}" : folder,
    };

    private static MailTraceEvent With(MailTraceEvent traceEvent, long size, MessageSummary summary) =>
        traceEvent with { Size = new MailSize(size), MessageId = summary.MessageId, Subject = summary.Subject };
}
