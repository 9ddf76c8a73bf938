using MailAdmin.Contracts;
using MailAdmin.Protocols.Mime;
using MailAdmin.Protocols.Smtp.Content;
using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Smtp.Delivery;

/// <summary>The end of a transaction: the message goes to the store, and only when it is synced the client hears 250. RFC 5321 §4.1.1.4, §6.1</summary>
internal static class SmtpDelivery
{
    /// <summary>Begins to take a message.</summary>
    public static async ValueTask<MessageIntake> BeginAsync(SmtpSession session, CancellationToken cancellationToken)
    {
        string id = SmtpTrace.NewId(session);
        MessageIntake intake = new(session.Context.Mailboxes.CreateSpool(), session.Limits)
        {
            Id = id,
            MissingFields = session.RepairsHeader ? header => SmtpTrace.WriteMissing(session, header, id) : null,
            Filter = session.IsSubmission ? new BccFilter() : null,
            IsBinary = session.Transaction!.Options.Body == BodyType.BinaryMime,
        };
        await intake.BeginAsync(SmtpTrace.Write(session, session.Transaction, id), cancellationToken);
        return intake;
    }

    /// <summary>Hands a message over that has come completely.</summary>
    public static async ValueTask<SmtpReply> FinishAsync(SmtpSession session, MessageIntake intake, CancellationToken cancellationToken)
    {
        SmtpTransaction transaction = session.Transaction!;
        await intake.EndAsync(cancellationToken);
        SmtpReply? refusal = intake.Refusal;

        // POP3 has lines only, and a literal of IMAP no NUL, so a binary message must be converted or refused. RFC 3030 §3
        if (refusal is null && intake.HasBinaryBody && transaction.Recipients.Any(recipient => recipient.Route.Accounts.Count > 0))
        {
            refusal = SmtpReplies.BinaryForMailbox;
        }

        if (refusal is null && session.Context.Account is not null)
        {
            refusal = await AuthorCheck.CheckAsync(session, intake.Header, cancellationToken);
        }

        if (refusal is not null)
        {
            return RejectTrace.NoteMessage(session, transaction, refusal);
        }

        try
        {
            await DeliverAsync(session, transaction, intake, cancellationToken);
        }
        catch (MailException failure)
        {
            RejectTrace.NoteMessage(session, transaction, SmtpErrors.For(failure.Error));
            throw;
        }

        session.OnDelivered();
        return new SmtpReply(250, "2.0.0", "OK, message " + intake.Id);
    }

    private static async ValueTask DeliverAsync(
        SmtpSession session, SmtpTransaction transaction, MessageIntake intake, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> structure = await DeriveStructureAsync(session, intake.Spool, cancellationToken);
        MessageSummary summary = MessageSummary.Of(structure);
        MailEnvelope envelope = new()
        {
            ReversePath = transaction.ReversePath,
            Recipients = transaction.Recipients,
            Options = intake.IsBinary && !intake.HasBinaryBody
                ? transaction.Options with { Body = BodyType.EightBitMime }
                : transaction.Options,
            Peer = session.Peer,
            SessionId = session.Context.Id,
            MessageId = summary.MessageId,
            Subject = summary.Subject,
        };
        NewMessage message = new(intake.Spool, structure, session.Context.Transport.TimeProvider.GetUtcNow());
        await session.Context.Router.DeliverAsync(envelope, message, cancellationToken);
    }

    // The structure can be derived again at any time, so no fault in it may cost the message.
    private static async ValueTask<ReadOnlyMemory<byte>> DeriveStructureAsync(SmtpSession session, MessageSpool spool, CancellationToken cancellationToken)
    {
        try
        {
            using MessageContent content = spool.OpenContent();
            return await MessageStructure.DeriveAsync(content, session.Limits, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            ProtocolLog.StructureFailed(session.Logger, session.Context.Id, fault);
            return default;
        }
    }
}
