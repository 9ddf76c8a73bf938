using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Commands;

/// <summary>HELO: the client gives its name and uses no extensions.</summary>
/// <remarks>RFC 5321 §4.1.1.1.</remarks>
internal static class HeloCommand
{
    public static async ValueTask<SmtpReply> ExecuteAsync(
        SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken)
    {
        if (!new SmtpArguments(arguments.Span).TryReadClientName(out string name))
        {
            return SmtpReplies.BadParameters;
        }

        await session.GreetAsync(name, extended: false);
        return SmtpReply.Plain(250, session.Context.HostName);
    }
}
