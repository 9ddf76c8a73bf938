using System.Globalization;
using System.Text;

namespace MailAdmin.Server.Transfer.Files;

/// <summary>
/// The line that begins a message in an mbox file: "From ", an address, and a date as asctime writes it; zones before
/// or behind the year occur. RFC 4155 appendix A
/// </summary>
internal static class FromLine
{
    private const int MaxLength = 512;

    private static readonly string[] Months =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    /// <summary>Whether a line can be one at all, which is quick.</summary>
    public static bool MayBe(ReadOnlySpan<byte> line) => line.StartsWith("From "u8);

    /// <summary>Reads the date of a line; false: the line only begins with the word.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out DateTimeOffset date)
    {
        date = default;
        if (!MayBe(line) || line.Length > MaxLength)
        {
            return false;
        }

        string[] words = Encoding.Latin1.GetString(line).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 1; i < words.Length; i++)
        {
            words[i] = words[i].Trim();
        }

        // Www Mmm dd hh:mm[:ss] [zone] yyyy [zone]
        for (int month = 2; month + 3 < words.Length; month++)
        {
            int number = Array.IndexOf(Months, words[month]) + 1;
            if (number > 0
                && int.TryParse(words[month + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int day)
                && TryReadTime(words[month + 2], out TimeSpan time)
                && TryReadYear(words.AsSpan(month + 3), out int year, out TimeSpan offset)
                && day >= 1
                && day <= DateTime.DaysInMonth(year, number))
            {
                date = new DateTimeOffset(new DateTime(year, number, day) + time, offset);
                return true;
            }
        }

        return false;
    }

    private static bool TryReadTime(string word, out TimeSpan time)
    {
        bool isRead = TimeSpan.TryParseExact(
            word, [@"h\:mm\:ss", @"hh\:mm\:ss", @"hh\:mm"], CultureInfo.InvariantCulture, out time);
        return isRead && time < TimeSpan.FromDays(1);
    }

    private static bool TryReadYear(ReadOnlySpan<string> words, out int year, out TimeSpan offset)
    {
        year = 0;
        offset = TimeSpan.Zero;
        foreach (string word in words)
        {
            if (word is ['+' or '-', _, _, _, _]
                && int.TryParse(word.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int zone))
            {
                TimeSpan value = new(zone / 100, zone % 100, 0);
                offset = value > TimeSpan.FromHours(14) ? TimeSpan.Zero : word[0] == '-' ? -value : value;
            }
            else if (word.Length == 4
                && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                year = number;
            }
        }

        return year is >= 1900 and <= 9990;
    }
}
