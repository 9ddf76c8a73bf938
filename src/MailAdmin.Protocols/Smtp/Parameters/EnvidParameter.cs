using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Parameters;

/// <summary>ENVID: a name that the sender gives to this sending, for its reports. RFC 3461 §4.4</summary>
internal static class EnvidParameter
{
    private const int MaxBytes = 100;

    // envid-parameter = "ENVID=" xtext; decoded it is printable.
    public static SmtpReply? Read(SmtpSession session, ReadOnlySpan<byte> value, MailParameters parameters)
    {
        if (value.Length > MaxBytes || !Xtext.TryDecode(value, out string text))
        {
            return SmtpReplies.BadParameters;
        }

        parameters.Options = parameters.Options with { EnvelopeId = text };
        return null;
    }
}
