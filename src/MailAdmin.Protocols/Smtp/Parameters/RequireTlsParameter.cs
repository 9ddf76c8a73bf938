using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Parameters;

/// <summary>
/// REQUIRETLS: relay the message over verified TLS only. RFC 8689 §4.1; offered and accepted under TLS only (§2).
/// </summary>
internal static class RequireTlsParameter
{
    public static SmtpReply? Read(SmtpSession session, ReadOnlySpan<byte> value, MailParameters parameters)
    {
        parameters.Options = parameters.Options with { RequiresTls = true };
        return value.IsEmpty ? null : SmtpReplies.BadParameters;
    }
}
