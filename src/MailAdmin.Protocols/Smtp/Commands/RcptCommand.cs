using MailAdmin.Contracts;
using MailAdmin.Protocols.Smtp.Delivery;
using MailAdmin.Protocols.Smtp.Parameters;
using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Commands;

/// <summary>RCPT: names one recipient of the transaction.</summary>
/// <remarks>
/// RFC 5321 §4.1.1.3 (syntax, postmaster), §4.5.3.1.8 (limit); RFC 3461 §4.1, §4.2 (parameters); RFC 3463 §3.2, §3.6
/// (enhanced codes).
/// </remarks>
internal static class RcptCommand
{
    public static async ValueTask<SmtpReply> ExecuteAsync(
        SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken)
    {
        SmtpTransaction transaction = session.Transaction!;
        SmtpReply? refusal =
            Read(session, transaction, arguments.Span, out EmailAddress? recipient, out RcptParameters parameters);
        if (refusal is not null)
        {
            return refusal;
        }

        // RFC 5321 demands at least 100; beyond our limit the client may send the rest in a second transaction.
        if (transaction.Recipients.Count >= session.Limits.Recipients)
        {
            return RejectTrace.Note(session, transaction, recipient, SmtpReplies.TooManyRecipients);
        }

        Route route = await session.Context.Router.ResolveAsync(
            recipient!, transaction.ReversePath, session.Peer, transaction.DeclaredSize, cancellationToken);
        if (route.Refusal is { } error)
        {
            return RejectTrace.Note(session, transaction, recipient, SmtpErrors.For(error));
        }

        transaction.Add(new EnvelopeRecipient(recipient!, route, parameters.Notify, parameters.OriginalRecipient));
        return SmtpReplies.RecipientOk;
    }

    private static SmtpReply? Read(
        SmtpSession session,
        SmtpTransaction transaction,
        ReadOnlySpan<byte> text,
        out EmailAddress? recipient,
        out RcptParameters parameters)
    {
        SmtpArguments arguments = new(text);
        recipient = null;
        parameters = new RcptParameters();
        if (!arguments.TryReadKeyword("TO:"u8))
        {
            return SmtpReplies.BadParameters;
        }

        if (!arguments.TryReadPath(out SmtpPath path) || path.IsNull)
        {
            return SmtpReplies.BadRecipientSyntax;
        }

        if (ParameterList.Read(RcptParameters.All, session, ref arguments, parameters) is { } refusal)
        {
            return refusal;
        }

        if (!path.IsAscii && !transaction.Options.UsesUtf8)
        {
            return SmtpReplies.NeedsUtf8;
        }

        return Find(session, path, out recipient);
    }

    // The host's own literal and the bare postmaster mean the host; any other literal is another host.
    private static SmtpReply? Find(SmtpSession session, SmtpPath path, out EmailAddress? recipient)
    {
        recipient = path.Address;
        if (recipient is not null)
        {
            return null;
        }

        if (path.Literal is { } literal && !literal.Equals(session.Context.Transport.Local.Address))
        {
            return RejectTrace.Note(
                session, session.Transaction!, $"{path.LocalPart}@[{literal}]", SmtpErrors.For(MailError.RelayDenied));
        }

        return EmailAddress.TryParse(path.LocalPart + "@" + session.Context.HostName, out recipient)
            ? null
            : SmtpErrors.For(MailError.RecipientNotFound);
    }
}
