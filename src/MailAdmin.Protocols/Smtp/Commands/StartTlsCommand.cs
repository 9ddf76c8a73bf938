using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Commands;

/// <summary>STARTTLS: the handshake follows the reply.</summary>
/// <remarks>RFC 3207 §4; where it is not offered the session answers.</remarks>
internal static class StartTlsCommand
{
    public static ValueTask<SmtpReply> ExecuteAsync(
        SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken) =>
        ValueTask.FromResult(SmtpReplies.ReadyForTls);
}
