using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Parameters;

/// <summary>RET: how much of the message a report brings back. RFC 3461 §4.3</summary>
internal static class RetParameter
{
    public static SmtpReply? Read(SmtpSession session, ReadOnlySpan<byte> value, MailParameters parameters)
    {
        bool isFull = Ascii.EqualsIgnoreCase(value, "FULL");
        if (!isFull && !Ascii.EqualsIgnoreCase(value, "HDRS"))
        {
            return SmtpReplies.BadParameters;
        }

        parameters.Options = parameters.Options with { Return = isFull ? DsnReturn.Full : DsnReturn.Headers };
        return null;
    }
}
