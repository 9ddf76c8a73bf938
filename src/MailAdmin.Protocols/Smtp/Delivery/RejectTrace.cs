using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Smtp.Delivery;

/// <summary>Notes refusals of senders, recipients and messages, so that "why did it not come?" has an answer.</summary>
internal static class RejectTrace
{
    /// <summary>Notes a refusal of a sender and gives it back.</summary>
    public static SmtpReply NoteSender(SmtpSession session, SmtpTransaction transaction, SmtpReply reply) =>
        Note(session, transaction, (string?)null, reply);

    /// <summary>Notes a refusal of a recipient and gives it back.</summary>
    public static SmtpReply Note(SmtpSession session, SmtpTransaction transaction, EmailAddress? recipient, SmtpReply reply) =>
        Note(session, transaction, recipient?.Canonical, reply);

    /// <summary>Notes a refusal of a recipient that is no address, and gives it back.</summary>
    public static SmtpReply Note(SmtpSession session, SmtpTransaction transaction, string? recipient, SmtpReply reply)
    {
        SessionContext context = session.Context;
        context.Trace.Write(new MailTraceEvent
        {
            Timestamp = context.Transport.TimeProvider.GetUtcNow(),
            EventId = MailTraceEventId.Reject,
            Source = session.IsSubmission ? "Submission" : "Smtp",
            Sender = transaction.ReversePath?.Canonical ?? "",
            Recipient = recipient,
            ClientAddress = context.Transport.Remote.Address.ToString(),
            StatusCode = reply.Enhanced,
            Detail = reply.ToString(),
        });
        return reply;
    }

    /// <summary>Notes that a message was refused for everybody it was for, and gives the refusal back.</summary>
    public static SmtpReply NoteMessage(SmtpSession session, SmtpTransaction transaction, SmtpReply reply)
    {
        string? only = transaction.Recipients.Count == 1 ? transaction.Recipients[0].Address.Canonical : null;
        return Note(session, transaction, only, reply);
    }
}
