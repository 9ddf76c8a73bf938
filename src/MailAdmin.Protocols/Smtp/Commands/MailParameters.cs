using System.Text;

namespace MailAdmin.Protocols.Smtp.Commands;

/// <summary>The parameters of MAIL. Each may come once. RFC 5321 §4.1.1.11</summary>
internal readonly record struct MailParameters
{
    private const int MostDigits = 20;

    [Flags]
    private enum Known
    {
        Unknown = 0,
        Size = 1,
        Body = 2,
        SmtpUtf8 = 4,
        Auth = 8,
    }

    /// <summary>SIZE; null: not given.</summary>
    public long? Size { get; private init; }

    /// <summary>SMTPUTF8.</summary>
    public bool UsesUtf8 { get; private init; }

    /// <summary>Reads them all; a reply: why not.</summary>
    public static SmtpReply? Read(ref SmtpArguments arguments, out MailParameters parameters)
    {
        parameters = default;
        Known seen = Known.Unknown;
        while (!arguments.AtEnd)
        {
            if (!arguments.TryReadParameter(out ReadOnlySpan<byte> keyword, out ReadOnlySpan<byte> value))
            {
                return SmtpReplies.BadParameters;
            }

            Known known = Identify(keyword);
            if (known == Known.Unknown)
            {
                return SmtpReplies.UnknownParameter;
            }

            if (seen.HasFlag(known) || !TryTake(known, value, ref parameters))
            {
                return SmtpReplies.BadParameters;
            }

            seen |= known;
        }

        return null;
    }

    private static Known Identify(ReadOnlySpan<byte> keyword) =>
        Ascii.EqualsIgnoreCase(keyword, "SIZE") ? Known.Size
        : Ascii.EqualsIgnoreCase(keyword, "BODY") ? Known.Body
        : Ascii.EqualsIgnoreCase(keyword, "SMTPUTF8") ? Known.SmtpUtf8
        : Ascii.EqualsIgnoreCase(keyword, "AUTH") ? Known.Auth
        : Known.Unknown;

    private static bool TryTake(Known known, ReadOnlySpan<byte> value, ref MailParameters parameters)
    {
        switch (known)
        {
            case Known.Size:
                bool isNumber = TryReadSize(value, out long size);
                parameters = parameters with { Size = size };
                return isNumber;
            case Known.Body:
                return Ascii.EqualsIgnoreCase(value, "7BIT") || Ascii.EqualsIgnoreCase(value, "8BITMIME");
            case Known.SmtpUtf8:
                parameters = parameters with { UsesUtf8 = true };
                return value.IsEmpty;
            default:
                return !value.IsEmpty;
        }
    }

    // size-value = 1*20DIGIT; what is beyond 63 bits is too large in any case. RFC 1870 §4
    private static bool TryReadSize(ReadOnlySpan<byte> value, out long size)
    {
        size = 0;
        if (value.IsEmpty || value.Length > MostDigits || value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        size = long.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out long number) ? number : long.MaxValue;
        return true;
    }
}
