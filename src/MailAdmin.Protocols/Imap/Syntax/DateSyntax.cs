using System.Buffers.Text;

namespace MailAdmin.Protocols.Imap.Syntax;

/// <summary>Dates of IMAP. RFC 9051 §9 (date, date-time)</summary>
internal static class DateSyntax
{
    private static ReadOnlySpan<byte> Months => "JanFebMarAprMayJunJulAugSepOctNovDec"u8;

    // date = date-text / DQUOTE date-text DQUOTE
    public static bool TryReadDate(ref this ImapReader reader, out DateOnly date)
    {
        bool isQuoted = reader.TryRead('"');
        return reader.TryReadDateText(out date) && (!isQuoted || reader.TryRead('"'));
    }

    // date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE
    public static bool TryReadDateTime(ref this ImapReader reader, out DateTimeOffset moment)
    {
        moment = default;
        if (!reader.TryRead('"'))
        {
            return false;
        }

        // date-day-fixed = (SP DIGIT) / 2DIGIT
        reader.TryReadSpace();
        if (!reader.TryReadDateText(out DateOnly date)
            || !reader.TryReadSpace()
            || !TryReadTime(ref reader, out TimeOnly time)
            || !reader.TryReadSpace()
            || !TryReadZone(ref reader, out TimeSpan zone)
            || !reader.TryRead('"'))
        {
            return false;
        }

        DateTime local = date.ToDateTime(time);
        bool isInRange = local.Ticks - zone.Ticks >= DateTime.MinValue.Ticks
            && local.Ticks - zone.Ticks <= DateTime.MaxValue.Ticks;
        if (isInRange)
        {
            moment = new DateTimeOffset(local, zone);
        }

        return isInRange;
    }

    /// <summary>Writes 26 bytes: <c>17-Jul-1996 02:44:25 -0700</c>, the day padded with a space.</summary>
    public static void WriteDateTime(Span<byte> output, DateTimeOffset moment)
    {
        DateTime local = moment.DateTime;
        WriteTwoDigits(output, local.Day);
        if (local.Day < 10)
        {
            output[0] = (byte)' ';
        }

        output[2] = (byte)'-';
        Months.Slice((local.Month - 1) * 3, 3).CopyTo(output[3..]);
        output[6] = (byte)'-';
        WriteTwoDigits(output[7..], local.Year / 100);
        WriteTwoDigits(output[9..], local.Year % 100);
        output[11] = (byte)' ';
        WriteTwoDigits(output[12..], local.Hour);
        output[14] = (byte)':';
        WriteTwoDigits(output[15..], local.Minute);
        output[17] = (byte)':';
        WriteTwoDigits(output[18..], local.Second);
        output[20] = (byte)' ';
        int zone = (int)moment.Offset.TotalMinutes;
        output[21] = zone < 0 ? (byte)'-' : (byte)'+';
        WriteTwoDigits(output[22..], Math.Abs(zone) / 60);
        WriteTwoDigits(output[24..], Math.Abs(zone) % 60);
    }

    // date-text = date-day "-" date-month "-" date-year
    private static bool TryReadDateText(ref this ImapReader reader, out DateOnly date)
    {
        date = default;
        if (!TryReadDigits(ref reader, 1, 2, out int day)
            || !reader.TryRead('-')
            || !TryReadMonth(ref reader, out int month)
            || !reader.TryRead('-')
            || !TryReadDigits(ref reader, 4, 4, out int year))
        {
            return false;
        }

        bool exists = year > 0 && day > 0 && day <= DateTime.DaysInMonth(year, month);
        if (exists)
        {
            date = new DateOnly(year, month, day);
        }

        return exists;
    }

    // time = 2DIGIT ":" 2DIGIT ":" 2DIGIT
    private static bool TryReadTime(ref ImapReader reader, out TimeOnly time)
    {
        time = default;
        if (!TryReadDigits(ref reader, 2, 2, out int hour)
            || !reader.TryRead(':')
            || !TryReadDigits(ref reader, 2, 2, out int minute)
            || !reader.TryRead(':')
            || !TryReadDigits(ref reader, 2, 2, out int second)
            || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        // A leap second is a second that our clocks do not have.
        time = new TimeOnly(hour, minute, Math.Min(second, 59));
        return true;
    }

    // zone = ("+" / "-") 4DIGIT
    private static bool TryReadZone(ref ImapReader reader, out TimeSpan zone)
    {
        zone = default;
        bool isNegative = reader.TryRead('-');
        if ((!isNegative && !reader.TryRead('+')) || !TryReadDigits(ref reader, 4, 4, out int digits))
        {
            return false;
        }

        int minutes = (digits / 100 * 60) + (digits % 100);
        zone = TimeSpan.FromMinutes(isNegative ? -minutes : minutes);
        return digits % 100 < 60 && minutes <= 14 * 60;
    }

    private static bool TryReadMonth(ref ImapReader reader, out int month)
    {
        for (month = 1; month <= 12; month++)
        {
            if (reader.TryReadLetters(Months.Slice((month - 1) * 3, 3)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryReadLetters(ref this ImapReader reader, ReadOnlySpan<byte> letters)
    {
        ReadOnlySpan<byte> rest = reader.Rest;
        bool matches = rest.Length >= letters.Length
            && System.Text.Ascii.EqualsIgnoreCase(rest[..letters.Length], letters);
        for (int i = 0; matches && i < letters.Length; i++)
        {
            reader.TryRead((char)rest[i]);
        }

        return matches;
    }

    private static bool TryReadDigits(ref ImapReader reader, int fewest, int most, out int number)
    {
        ReadOnlySpan<byte> rest = reader.Rest;
        int length = 0;
        while (length < most && length < rest.Length && char.IsAsciiDigit((char)rest[length]))
        {
            reader.TryRead((char)rest[length++]);
        }

        number = 0;
        return length >= fewest && Utf8Parser.TryParse(rest[..length], out number, out _);
    }

    private static void WriteTwoDigits(Span<byte> output, int number)
    {
        output[0] = (byte)('0' + (number / 10));
        output[1] = (byte)('0' + (number % 10));
    }
}
