using System.Globalization;
using System.Text;
using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Parameters;

/// <summary>
/// HOLDUNTIL: the time until which the message is held. RFC 4865 §4 (EID 2040): a date-time of RFC 3339 §5.6
/// </summary>
internal static class HoldUntilParameter
{
    private const int MaxText = 40;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:sszzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    public static SmtpReply? Read(SmtpSession session, ReadOnlySpan<byte> value, MailParameters parameters)
    {
        if (value.IsEmpty || value.Length > MaxText || !Ascii.IsValid(value))
        {
            return SmtpReplies.BadParameters;
        }

        bool valid = DateTimeOffset.TryParseExact(
            Encoding.ASCII.GetString(value).ToUpperInvariant(),
            Formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out DateTimeOffset until);

        // A time in the past is an error of the client: a message that was meant for later must not be sent at once.
        return valid && until > FutureRelease.Now(session)
            ? parameters.Hold(session, until.ToUniversalTime())
            : SmtpReplies.BadParameters;
    }
}
