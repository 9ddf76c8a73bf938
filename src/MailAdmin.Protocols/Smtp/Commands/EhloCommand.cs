using System.Net;
using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Commands;

/// <summary>EHLO: the client gives its name, and the reply lists the extensions.</summary>
/// <remarks>RFC 5321 §4.1.1.1, §4.1.4 (it ends any transaction).</remarks>
internal static class EhloCommand
{
    public static async ValueTask<SmtpReply> ExecuteAsync(
        SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken)
    {
        if (!new SmtpArguments(arguments.Span).TryReadClientName(out string name))
        {
            return SmtpReplies.BadParameters;
        }

        await session.GreetAsync(name, extended: true);
        IPAddress address = session.Context.Transport.Remote.Address;
        return SmtpReply.Plain(
            250,
            [
                $"{session.Context.HostName} greets {name} [{address}]",
                .. SmtpExtension.All.Where(
                    extension => extension.IsOffered(session)).Select(extension => extension.Describe(session)),
            ]);
    }
}
