using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Commands;

/// <summary>VRFY: neither confirms nor denies an address, so that clients cannot probe for addresses.</summary>
/// <remarks>RFC 5321 §4.1.1.6, §3.5.3 (252), §7.3 (why).</remarks>
internal static class VrfyCommand
{
    public static ValueTask<SmtpReply> ExecuteAsync(
        SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken) =>
        ValueTask.FromResult(
            new SmtpArguments(arguments.Span).AtEnd ? SmtpReplies.BadParameters : SmtpReplies.CannotVerify);
}
