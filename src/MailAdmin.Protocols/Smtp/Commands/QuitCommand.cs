using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Commands;

/// <summary>QUIT: ends the session; an open transaction is forgotten.</summary>
/// <remarks>RFC 5321 §4.1.1.10.</remarks>
internal static class QuitCommand
{
    public static ValueTask<SmtpReply> ExecuteAsync(
        SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken) =>
        ValueTask.FromResult(SmtpReplies.Bye);
}
