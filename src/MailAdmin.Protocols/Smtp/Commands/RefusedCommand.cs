using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Commands;

/// <summary>
/// Commands that exist and are not done here: EXPN (RFC 5321 §7.3), TURN, SEND, SOML, SAML (appendix F), ETRN
/// (RFC 1985).
/// </summary>
/// <remarks>RFC 5321 §4.2.4: 502 is for a command that is recognized and not implemented.</remarks>
internal static class RefusedCommand
{
    public static ValueTask<SmtpReply> ExecuteAsync(
        SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken) =>
        ValueTask.FromResult(SmtpReplies.NotImplemented);
}
