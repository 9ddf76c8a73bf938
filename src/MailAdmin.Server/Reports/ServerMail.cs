using MailAdmin.Contracts;

namespace MailAdmin.Server.Reports;

/// <summary>Queues messages that the server itself writes.</summary>
internal static class ServerMail
{
    /// <summary>
    /// An item from the null reverse-path, of whose failure nobody is notified, that is tried at once. RFC 5321 §4.5.5
    /// </summary>
    public static QueueItem ItemFor(
        EmailAddress recipient,
        MessageOptions options,
        string? messageId,
        string subject,
        StoreSettings settings,
        DateTimeOffset now) => new()
        {
            ReversePath = null,
            Domain = recipient.Domain,
            Recipients = [new QueueRecipient { Address = recipient, Notify = DsnNotify.Never }],
            Options = options,
            MessageId = messageId,
            Subject = subject,
            Queued = now,
            Expires = now + settings.QueueLifetime,
            NextAttempt = now,
        };
}
