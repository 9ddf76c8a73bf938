namespace MailAdmin.Protocols.Smtp.Commands;

/// <summary>MAIL: begins a transaction and names the sender.</summary>
/// <remarks>
/// RFC 5321 §4.1.1.2; RFC 1870 §6 (SIZE), RFC 6152 §2 (BODY), RFC 6531 §3.4 (SMTPUTF8), RFC 4954 §5 (AUTH, taken and
/// not used: nobody here is trusted to speak for others).
/// </remarks>
internal static class MailCommand
{
    public static async ValueTask<SmtpReply> ExecuteAsync(SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken)
    {
        if (Read(arguments.Span, out SmtpPath path, out SmtpTransaction transaction) is { } refusal)
        {
            return refusal;
        }

        if (transaction.DeclaredSize > session.Limits.MessageSize)
        {
            return SmtpErrors.For(MailError.MessageTooLarge);
        }

        if (await session.Context.Router.CheckSenderAsync(path.Address, session.Peer, cancellationToken).ConfigureAwait(false) is { } error)
        {
            return SmtpErrors.For(error);
        }

        session.Begin(transaction);
        return SmtpReplies.SenderOk;
    }

    private static SmtpReply? Read(ReadOnlySpan<byte> text, out SmtpPath path, out SmtpTransaction transaction)
    {
        SmtpArguments arguments = new(text);
        transaction = new SmtpTransaction();
        path = default;
        if (!arguments.TryReadKeyword("FROM:"u8))
        {
            return SmtpReplies.BadParameters;
        }

        if (!arguments.TryReadPath(out path) || path.IsPostmaster)
        {
            return SmtpReplies.BadSenderSyntax;
        }

        if (MailParameters.Read(ref arguments, out MailParameters parameters) is { } refusal)
        {
            return refusal;
        }

        if (!path.IsAscii && !parameters.UsesUtf8)
        {
            return SmtpReplies.NeedsUtf8;
        }

        transaction = new SmtpTransaction { ReversePath = path.Address, DeclaredSize = parameters.Size, UsesUtf8 = parameters.UsesUtf8 };
        return path.Literal is null ? null : SmtpReplies.LiteralSender;
    }
}
