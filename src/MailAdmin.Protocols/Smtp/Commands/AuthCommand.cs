using System.Buffers;
using System.Text;
using MailAdmin.Protocols.Sasl;
using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Smtp.Commands;

/// <summary>AUTH: logs on by a SASL mechanism.</summary>
/// <remarks>RFC 4954 §4 (exchange, '*', line limit), §6 (replies).</remarks>
internal static class AuthCommand
{
    public static async ValueTask<SmtpReply> ExecuteAsync(
        SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken)
    {
        if (!TryRead(session, arguments.Span, out SaslMechanism? mechanism, out byte[]? initial))
        {
            return SmtpReplies.BadParameters;
        }

        if (mechanism is null)
        {
            return SmtpReplies.UnknownMechanism;
        }

        SaslServer server = new(mechanism, session.Context);
        SaslStep step = initial is null
            ? await server.StartAsync()
            : await server.StartAsync(initial, cancellationToken);
        while (step.Status == SaslStatus.Challenge)
        {
            WriteChallenge(session, step.Challenge.Span);
            LineStatus status = await session.Lines.ReadAsync(
                SaslServer.LineLimit, session.CommandTimeout, cancellationToken);
            if (status == LineStatus.EndOfStream)
            {
                throw new EndOfStreamException("The client left during AUTH.");
            }

            if (status == LineStatus.TooLong)
            {
                return SmtpReplies.AuthenticationLineTooLong;
            }

            step = status == LineStatus.Malformed
                ? SaslStep.Malformed
                : await server.ContinueAsync(session.Lines.Line, cancellationToken);
        }

        return await FinishAsync(session, mechanism, step, cancellationToken);
    }

    // "AUTH" SP mechanism [ SP initial-response ]
    private static bool TryRead(
        SmtpSession session, ReadOnlySpan<byte> text, out SaslMechanism? mechanism, out byte[]? initial)
    {
        SmtpArguments arguments = new(text);
        mechanism = null;
        initial = null;
        if (!arguments.TryReadWord(out ReadOnlySpan<byte> name))
        {
            return false;
        }

        mechanism = SaslMechanism.Find(SaslMechanism.OfferedTo(session.Context), name);
        if (!arguments.AtEnd)
        {
            bool valid = arguments.TryReadSpace() & arguments.TryReadWord(out ReadOnlySpan<byte> response);
            initial = response.ToArray();
            return valid && arguments.AtEnd;
        }

        return true;
    }

    private static void WriteChallenge(SmtpSession session, ReadOnlySpan<byte> challenge) =>
        session.Context.Transport.Output.Write(Encoding.ASCII.GetBytes($"334 {Convert.ToBase64String(challenge)}\r\n"));

    private static async ValueTask<SmtpReply> RefuseAsync(
        SmtpSession session, SmtpReply reply, CancellationToken cancellationToken)
    {
        bool close = await session.LogonFailures.DelayAsync(cancellationToken);
        return close ? reply.ThenClose() : reply;
    }

    private static async ValueTask<SmtpReply> FinishAsync(
        SmtpSession session, SaslMechanism mechanism, SaslStep step, CancellationToken cancellationToken)
    {
        switch (step.Status)
        {
            case SaslStatus.Succeeded:
                session.LogOn(step.Account!);
                ProtocolLog.LoggedOn(session.Logger, session.Context.Id, step.Account!.Address, mechanism.Name);
                return SmtpReplies.LoggedOn;
            case SaslStatus.Refused:
                ProtocolLog.LogonRefused(session.Logger, session.Context.Id, mechanism.Name, step.Refusal);
                return await RefuseAsync(session, SmtpErrors.ForLogon(step.Refusal), cancellationToken);
            case SaslStatus.NotAuthorized:
                return await RefuseAsync(session, SmtpReplies.NotAuthorized, cancellationToken);
            case SaslStatus.Cancelled:
                return SmtpReplies.AuthenticationCancelled;
            default:
                return SmtpReplies.AuthenticationMalformed;
        }
    }
}
