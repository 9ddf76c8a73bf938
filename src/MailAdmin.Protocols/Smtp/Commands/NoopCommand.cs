using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Commands;

/// <summary>NOOP: does nothing; a parameter is allowed and ignored.</summary>
/// <remarks>RFC 5321 §4.1.1.9.</remarks>
internal static class NoopCommand
{
    public static ValueTask<SmtpReply> ExecuteAsync(
        SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken) =>
        ValueTask.FromResult(SmtpReplies.Ok);
}
