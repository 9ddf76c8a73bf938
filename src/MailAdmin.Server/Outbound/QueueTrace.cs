using MailAdmin.Contracts;

namespace MailAdmin.Server.Outbound;

/// <summary>Trace events of messages in the queue.</summary>
internal static class QueueTrace
{
    /// <summary>An event of a queued message for one of its recipients.</summary>
    public static MailTraceEvent TraceEvent(
        this QueueItem item, MailTraceEventId id, EmailAddress recipient, DateTimeOffset now) => new()
    {
        Timestamp = now.UtcDateTime,
        EventId = id,
        Source = "Queue",
        Sender = item.ReversePath?.ToString() ?? "",
        Recipient = recipient.ToString(),
        MessageId = item.MessageId,
        Subject = item.Subject,
        Size = new MailSize(item.Size),
    };
}
