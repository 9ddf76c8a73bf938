using System.Globalization;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Parameters;

/// <summary>BY: the seconds within which the message must be there, and what happens else. RFC 2852 §4</summary>
internal static class ByParameter
{
    private const int MaxDigits = 9;

    // by-value = by-time ";" by-mode [by-trace]; by-time = ["-" / "+"] 1*9digit; by-mode = "N" / "R"; by-trace = "T"
    public static SmtpReply? Read(SmtpSession session, ReadOnlySpan<byte> value, MailParameters parameters)
    {
        int semicolon = value.IndexOf((byte)';');
        if (semicolon < 0 || !TryReadTime(value[..semicolon], out int seconds))
        {
            return SmtpReplies.BadParameters;
        }

        ReadOnlySpan<byte> mode = value[(semicolon + 1)..];
        bool wantsTrace = mode.Length == 2 && mode[1] is (byte)'T' or (byte)'t';
        bool returnsThen = mode.Length > 0 && mode[0] is (byte)'R' or (byte)'r';
        bool isMode = mode.Length > 0
            && (returnsThen || mode[0] is (byte)'N' or (byte)'n')
            && (mode.Length == 1 || wantsTrace);

        // A message that is to be returned has some time to arrive first.
        if (!isMode || (returnsThen && seconds <= 0))
        {
            return SmtpReplies.BadParameters;
        }

        DateTimeOffset deadline = session.Context.Transport.TimeProvider.GetUtcNow().AddSeconds(seconds);
        parameters.Options = parameters.Options with { DeliverBy = new DeliverBy(deadline, returnsThen, wantsTrace) };
        return null;
    }

    private static bool TryReadTime(ReadOnlySpan<byte> text, out int seconds)
    {
        bool isNegative = text.Length > 0 && text[0] == '-';
        ReadOnlySpan<byte> digits = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        seconds = 0;
        if (digits.IsEmpty || digits.Length > MaxDigits || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        int number = int.Parse(digits, CultureInfo.InvariantCulture);
        seconds = isNegative ? -number : number;
        return true;
    }
}
