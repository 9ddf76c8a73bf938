using MailAdmin.Contracts;
using MailAdmin.Protocols.Mime;
using MailAdmin.Protocols.Smtp.Content;
using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Smtp.Delivery;

/// <summary>
/// Ends a transaction: stores the message and replies 250 only after the store has synced it. RFC 5321 §4.1.1.4, §6.1
/// </summary>
internal static class SmtpDelivery
{
    /// <summary>Begins to receive a message.</summary>
    public static async ValueTask<MessageReceiver> BeginAsync(SmtpSession session, CancellationToken cancellationToken)
    {
        string id = SmtpTrace.NewId(session);
        MessageReceiver receiver = new(session.Context.Mailboxes.CreateSpool(), session.Limits)
        {
            Id = id,
            LastFields = session.RepairsHeader
                ? (header, _) => ValueTask.FromResult(SmtpTrace.WriteMissing(session, header, id))
                : (header, token) => ClaimedSender.MarkAsync(session, header, token),
            Filter = session.IsSubmission ? new BccFilter() : null,
            IsBinary = session.Transaction!.Options.Body == BodyType.BinaryMime,
        };
        await receiver.BeginAsync(SmtpTrace.Write(session, session.Transaction, id), cancellationToken);
        return receiver;
    }

    /// <summary>Delivers a message that arrived completely.</summary>
    public static async ValueTask<SmtpReply> FinishAsync(
        SmtpSession session, MessageReceiver receiver, CancellationToken cancellationToken)
    {
        SmtpTransaction transaction = session.Transaction!;
        await receiver.EndAsync(cancellationToken);
        SmtpReply? refusal = receiver.Refusal;

        // POP3 has lines only, and a literal of IMAP no NUL, so a binary message is converted. RFC 3030 §3
        if (refusal is null
            && receiver.HasBinaryBody
            && transaction.Recipients.Any(recipient => recipient.Route.Accounts.Count > 0))
        {
            bool isConverted = await receiver.ConvertAsync(session.Context.Mailboxes.CreateSpool(), cancellationToken);
            refusal = isConverted ? null : SmtpReplies.BinaryForMailbox;
        }

        if (refusal is null)
        {
            refusal = session.Context.Account is not null
                ? await AuthorCheck.CheckAsync(session, receiver.Header, cancellationToken)
                : await ClaimedSender.CheckAuthorAsync(session, receiver.Header, cancellationToken);
        }

        if (refusal is not null)
        {
            return RejectTrace.RecordMessage(session, transaction, refusal);
        }

        try
        {
            await DeliverAsync(session, transaction, receiver, cancellationToken);
        }
        catch (MailException failure)
        {
            RejectTrace.RecordMessage(session, transaction, SmtpErrors.For(failure.Error));
            throw;
        }

        session.OnDelivered();
        return new SmtpReply(250, "2.0.0", "OK, message " + receiver.Id);
    }

    private static async ValueTask DeliverAsync(
        SmtpSession session, SmtpTransaction transaction, MessageReceiver receiver, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> structure = await DeriveStructureAsync(session, receiver.Spool, cancellationToken);
        MessageSummary summary = MessageSummary.Of(structure);
        MailEnvelope envelope = new()
        {
            ReversePath = transaction.ReversePath,
            Recipients = transaction.Recipients,
            Options = receiver.IsBinary && !receiver.HasBinaryBody
                ? transaction.Options with { Body = BodyType.EightBitMime }
                : transaction.Options,
            Peer = session.Peer,
            SessionId = session.Context.Id,
            MessageId = summary.MessageId,
            Subject = summary.Subject,
        };
        NewMessage message = new(receiver.Spool, structure, session.Context.Transport.TimeProvider.GetUtcNow());
        await session.Context.Router.DeliverAsync(envelope, message, cancellationToken);
    }

    // The structure can be derived again at any time, so no fault in it may cost the message.
    private static async ValueTask<ReadOnlyMemory<byte>> DeriveStructureAsync(
        SmtpSession session, MessageSpool spool, CancellationToken cancellationToken)
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
