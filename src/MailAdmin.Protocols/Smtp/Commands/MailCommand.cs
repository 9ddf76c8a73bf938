using MailAdmin.Protocols.Smtp.Delivery;
using MailAdmin.Protocols.Smtp.Parameters;
using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Commands;

/// <summary>MAIL: begins a transaction and names the sender.</summary>
/// <remarks>
/// RFC 5321 §4.1.1.2; its parameters are those of <see cref="MailParameters.All"/>. On submission the sender must be
/// the account's own (RFC 6409 §6.1).
/// </remarks>
internal static class MailCommand
{
    public static async ValueTask<SmtpReply> ExecuteAsync(
        SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken)
    {
        if (Read(session, arguments.Span, out SmtpPath path, out SmtpTransaction transaction) is { } refusal)
        {
            return refusal;
        }

        if (transaction.DeclaredSize > session.Limits.MessageSize)
        {
            return RejectTrace.RecordSender(session, transaction, SmtpErrors.For(MailError.MessageTooLarge));
        }

        if (await session.Context.Router.CheckSenderAsync(path.Address, session.Peer, cancellationToken) is { } error)
        {
            return RejectTrace.RecordSender(session, transaction, SmtpErrors.For(error));
        }

        if (await ClaimedSender.CheckReversePathAsync(session, path.Address, cancellationToken) is { } claimed)
        {
            return RejectTrace.RecordSender(session, transaction, claimed);
        }

        session.Begin(transaction);
        return SmtpReplies.SenderOk;
    }

    private static SmtpReply? Read(
        SmtpSession session, ReadOnlySpan<byte> text, out SmtpPath path, out SmtpTransaction transaction)
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

        MailParameters parameters = new();
        if (ParameterList.Read(MailParameters.All, session, ref arguments, parameters) is { } refusal)
        {
            return refusal;
        }

        if (!path.IsAscii && !parameters.Options.UsesUtf8)
        {
            return SmtpReplies.NeedsUtf8;
        }

        transaction = new SmtpTransaction
        {
            ReversePath = path.Address,
            DeclaredSize = parameters.Size,
            Options = parameters.Options,
        };
        return path.Literal is null ? null : SmtpReplies.LiteralSender;
    }
}
