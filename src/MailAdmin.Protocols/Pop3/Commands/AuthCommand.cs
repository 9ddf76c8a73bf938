using System.Buffers;
using System.Text;
using MailAdmin.Protocols.Pop3.Session;
using MailAdmin.Protocols.Pop3.Syntax;
using MailAdmin.Protocols.Sasl;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Pop3.Commands;

/// <summary>AUTH: logs on by a SASL mechanism; alone it lists them, as old clients expect.</summary>
/// <remarks>RFC 5034 §4, §5; RFC 1734.</remarks>
internal static class AuthCommand
{
    public static async ValueTask<Pop3Reply> ExecuteAsync(
        Pop3Session session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken)
    {
        if (arguments.Span.TrimEnd((byte)' ').IsEmpty)
        {
            return Pop3Reply.Lines("Mechanisms", WriteMechanisms);
        }

        if (!TryRead(arguments.Span, out SaslMechanism? mechanism, out byte[]? initial))
        {
            return Pop3Replies.BadArguments;
        }

        if (mechanism is null)
        {
            return Pop3Replies.UnknownMechanism;
        }

        SaslServer server = new(mechanism, session.Context);
        SaslStep step = initial is null
            ? await server.StartAsync()
            : await server.StartAsync(initial, cancellationToken);
        while (step.Status == SaslStatus.Challenge)
        {
            WriteChallenge(session, step.Challenge.Span);
            LineStatus status =
                await session.Lines.ReadAsync(SaslServer.LineLimit, session.CommandTimeout, cancellationToken);
            if (status == LineStatus.EndOfStream)
            {
                throw new EndOfStreamException("The client left during AUTH.");
            }

            step = status == LineStatus.Line
                ? await server.ContinueAsync(session.Lines.Line, cancellationToken)
                : SaslStep.Malformed;
        }

        return step.Status switch
        {
            SaslStatus.Succeeded => await session.OpenMaildropAsync(step.Account!, mechanism.Name, cancellationToken),
            SaslStatus.Refused => await session.RefuseLogonAsync(step.Refusal, mechanism.Name, cancellationToken),
            SaslStatus.NotAuthorized => await session.RefuseLogonAsync(Pop3Replies.NotAuthorized, cancellationToken),
            SaslStatus.Cancelled => Pop3Replies.AuthenticationCancelled,
            _ => Pop3Replies.AuthenticationMalformed,
        };
    }

    // "AUTH" SP mechanism [ SP initial-response ]
    private static bool TryRead(ReadOnlySpan<byte> text, out SaslMechanism? mechanism, out byte[]? initial)
    {
        Pop3Arguments arguments = new(text);
        bool valid = arguments.TryReadWord(out ReadOnlySpan<byte> name);
        mechanism = SaslMechanism.Find(Pop3Capability.Mechanisms, name);
        initial = arguments.TryReadWord(out ReadOnlySpan<byte> response) ? response.ToArray() : null;
        return valid && arguments.AtEnd;
    }

    private static void WriteChallenge(Pop3Session session, ReadOnlySpan<byte> challenge) =>
        session.Context.Transport.Output.Write(Encoding.ASCII.GetBytes($"+ {Convert.ToBase64String(challenge)}\r\n"));

    private static ValueTask WriteMechanisms(Pop3Writer writer, CancellationToken cancellationToken)
    {
        foreach (SaslMechanism mechanism in Pop3Capability.Mechanisms)
        {
            writer.WriteLine(mechanism.Name);
        }

        writer.Write(".\r\n"u8);
        return ValueTask.CompletedTask;
    }
}
