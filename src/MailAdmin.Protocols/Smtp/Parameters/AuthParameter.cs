using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Parameters;

/// <summary>AUTH: who submitted the message first. RFC 4954 §5; taken and not used: nobody here is trusted to speak for others.</summary>
internal static class AuthParameter
{
    public static SmtpReply? Read(SmtpSession session, ReadOnlySpan<byte> value, MailParameters parameters) =>
        value.IsEmpty ? SmtpReplies.BadParameters : null;
}
