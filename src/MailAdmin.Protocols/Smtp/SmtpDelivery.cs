using MailAdmin.Contracts;
using MailAdmin.Protocols.Mime;

namespace MailAdmin.Protocols.Smtp;

/// <summary>The end of a transaction: the message goes to the store, and only when it is synced the client hears 250. RFC 5321 §4.1.1.4, §6.1</summary>
internal static class SmtpDelivery
{
    /// <summary>Begins to take a message.</summary>
    public static async ValueTask<MessageIntake> BeginAsync(SmtpSession session, CancellationToken cancellationToken)
    {
        string id = SmtpTrace.NewId(session);
        Func<HeaderScanner, string>? missingFields = session.IsSubmission ? header => SmtpTrace.WriteMissing(session, header, id) : null;
        MessageIntake intake = new(session.Context.Mailboxes.CreateSpool(), session.Limits, missingFields) { Id = id };
        await intake.BeginAsync(SmtpTrace.Write(session, session.Transaction!, id), cancellationToken).ConfigureAwait(false);
        return intake;
    }

    /// <summary>Hands a message over that has come completely.</summary>
    public static async ValueTask<SmtpReply> FinishAsync(SmtpSession session, MessageIntake intake, CancellationToken cancellationToken)
    {
        await intake.EndAsync(cancellationToken).ConfigureAwait(false);
        if (intake.Refusal is { } refusal)
        {
            return refusal;
        }

        SmtpTransaction transaction = session.Transaction!;
        MailEnvelope envelope = new()
        {
            ReversePath = transaction.ReversePath,
            Recipients = [.. transaction.Recipients.Zip(transaction.Routes, (address, route) => new EnvelopeRecipient(address, route))],
            Peer = session.Peer,
            SessionId = session.Context.Id,
        };
        ReadOnlyMemory<byte> outline = await DeriveOutlineAsync(session, intake.Spool, cancellationToken).ConfigureAwait(false);
        NewMessage message = new(intake.Spool, outline, session.Context.Transport.TimeProvider.GetUtcNow());
        await session.Context.Router.DeliverAsync(envelope, message, cancellationToken).ConfigureAwait(false);
        session.OnDelivered();
        return new SmtpReply(250, "2.0.0", "OK, message " + intake.Id);
    }

    // The outline can be derived again at any time, so no fault in it may cost the message.
    private static async ValueTask<ReadOnlyMemory<byte>> DeriveOutlineAsync(SmtpSession session, MessageSpool spool, CancellationToken cancellationToken)
    {
        try
        {
            using MessageContent content = spool.OpenContent();
            return await MessageOutline.DeriveAsync(content, session.Limits, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            ProtocolLog.OutlineFailed(session.Logger, session.Context.Id, fault);
            return default;
        }
    }
}
