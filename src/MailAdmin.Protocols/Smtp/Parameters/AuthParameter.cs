using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Parameters;

/// <summary>
/// AUTH: who submitted the message first. RFC 4954 §5; accepted and ignored: no client is trusted to name another
/// sender.
/// </summary>
internal static class AuthParameter
{
    public static SmtpReply? Read(SmtpSession session, ReadOnlySpan<byte> value, MailParameters parameters) =>
        value.IsEmpty ? SmtpReplies.BadParameters : null;
}
