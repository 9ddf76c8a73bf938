using System.Globalization;
using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Parameters;

/// <summary>HOLDFOR: for how many seconds the message is held. RFC 4865 §4</summary>
internal static class HoldForParameter
{
    private const int MaxDigits = 9;

    // future-release-integer = %x31-39 *8DIGIT
    public static SmtpReply? Read(SmtpSession session, ReadOnlySpan<byte> value, MailParameters parameters)
    {
        bool valid = value.Length is > 0 and <= MaxDigits
            && value[0] != '0'
            && !value.ContainsAnyExceptInRange((byte)'0', (byte)'9');
        return valid
            ? parameters.Hold(
                session, FutureRelease.Now(session).AddSeconds(int.Parse(value, CultureInfo.InvariantCulture)))
            : SmtpReplies.BadParameters;
    }
}
