using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Smtp.Delivery;

/// <summary>Records refusals of senders, recipients and messages in the trace, and returns the refusal.</summary>
internal static class RejectTrace
{
    /// <summary>Records the refusal of a sender.</summary>
    public static SmtpReply RecordSender(SmtpSession session, SmtpTransaction transaction, SmtpReply reply) =>
        Note(session, transaction, (string?)null, reply);

    /// <summary>Records the refusal of a recipient.</summary>
    public static SmtpReply Note(
        SmtpSession session, SmtpTransaction transaction, EmailAddress? recipient, SmtpReply reply) =>
        Note(session, transaction, recipient?.ToCanonicalString(), reply);

    /// <summary>Records the refusal of a recipient that is not an address.</summary>
    public static SmtpReply Note(SmtpSession session, SmtpTransaction transaction, string? recipient, SmtpReply reply)
    {
        SessionContext context = session.Context;
        context.Trace.Write(new MailTraceEvent
        {
            Timestamp = context.Transport.TimeProvider.GetUtcNow().UtcDateTime,
            EventId = MailTraceEventId.Reject,
            Source = session.IsSubmission ? "Submission" : "Smtp",
            Sender = transaction.ReversePath?.ToCanonicalString() ?? "",
            Recipient = recipient,
            ClientAddress = context.Transport.Remote.Address.ToString(),
            StatusCode = reply.Enhanced,
            Detail = reply.ToString(),
        });
        return reply;
    }

    /// <summary>Records that a message was refused for all its recipients.</summary>
    public static SmtpReply RecordMessage(SmtpSession session, SmtpTransaction transaction, SmtpReply reply)
    {
        string? only = transaction.Recipients.Count == 1 ? transaction.Recipients[0].Address.ToCanonicalString() : null;
        return Note(session, transaction, only, reply);
    }
}
