using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Smtp.Commands;

/// <summary>RCPT: names one recipient of the transaction.</summary>
/// <remarks>RFC 5321 §4.1.1.3 (syntax, postmaster), §4.5.3.1.8 (limit); RFC 3463 §3.2, §3.6 (enhanced codes).</remarks>
internal static class RcptCommand
{
    public static async ValueTask<SmtpReply> ExecuteAsync(SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken)
    {
        SmtpTransaction transaction = session.Transaction!;
        if (Read(session, transaction, arguments.Span, out EmailAddress? recipient) is { } refusal)
        {
            return refusal;
        }

        // At least 100 must be taken; beyond our limit the client may send the rest in a second transaction.
        if (transaction.Recipients.Count >= session.Limits.Recipients)
        {
            return SmtpReplies.TooManyRecipients;
        }

        Route route = await session.Context.Router.ResolveAsync(recipient!, transaction.ReversePath, session.Peer, transaction.DeclaredSize, cancellationToken).ConfigureAwait(false);
        if (route.Refusal is { } error)
        {
            return SmtpErrors.For(error);
        }

        transaction.Add(recipient!, route);
        return SmtpReplies.RecipientOk;
    }

    private static SmtpReply? Read(SmtpSession session, SmtpTransaction transaction, ReadOnlySpan<byte> text, out EmailAddress? recipient)
    {
        SmtpArguments arguments = new(text);
        recipient = null;
        if (!arguments.TryReadKeyword("TO:"u8))
        {
            return SmtpReplies.BadParameters;
        }

        if (!arguments.TryReadPath(out SmtpPath path) || path.IsNull)
        {
            return SmtpReplies.BadRecipientSyntax;
        }

        if (!arguments.AtEnd)
        {
            // None is offered: DSN is not.
            return arguments.TryReadParameter(out _, out _) ? SmtpReplies.UnknownParameter : SmtpReplies.BadParameters;
        }

        if (!path.IsAscii && !transaction.UsesUtf8)
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
            return SmtpErrors.For(MailError.RelayDenied);
        }

        return EmailAddress.TryParse(path.LocalPart + "@" + session.Context.HostName, out recipient) ? null : SmtpErrors.For(MailError.RecipientNotFound);
    }
}
