using System.Globalization;
using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Parameters;

/// <summary>SIZE: the bytes of the message as the client counts them. RFC 1870 §4, §6</summary>
internal static class SizeParameter
{
    private const int MaxDigits = 20;

    // size-value = 1*20DIGIT; what is beyond 63 bits is too large in any case.
    public static SmtpReply? Read(SmtpSession session, ReadOnlySpan<byte> value, MailParameters parameters)
    {
        if (value.IsEmpty || value.Length > MaxDigits || value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return SmtpReplies.BadParameters;
        }

        parameters.Size = long.TryParse(value, CultureInfo.InvariantCulture, out long number) ? number : long.MaxValue;
        return null;
    }
}
