using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Parameters;

/// <summary>SMTPUTF8: addresses or header fields may be UTF-8. RFC 6531 §3.4</summary>
internal static class SmtpUtf8Parameter
{
    public static SmtpReply? Read(SmtpSession session, ReadOnlySpan<byte> value, MailParameters parameters)
    {
        parameters.Options = parameters.Options with { UsesUtf8 = true };
        return value.IsEmpty ? null : SmtpReplies.BadParameters;
    }
}
