using System.Globalization;
using System.Text;

namespace MailAdmin.Server.Logging;

/// <summary>
/// Makes text that may come from the network safe to show: control characters, which a terminal obeys, and those that
/// change the order of characters, are written as \u and their number.
/// </summary>
internal static class LogText
{
    /// <summary>Escapes a text of one line and cuts it to a length.</summary>
    public static string Line(string text, int maxLength) => Escape(text, maxLength, keepLines: false);

    /// <summary>As <see cref="Line"/>, but line ends stay.</summary>
    public static string Lines(string text, int maxLength) => Escape(text, maxLength, keepLines: true);

    private static string Escape(string text, int maxLength, bool keepLines)
    {
        int length = Math.Min(text.Length, maxLength);
        int first = 0;
        while (first < length && !MustEscape(text, first, keepLines))
        {
            first++;
        }

        if (first == length)
        {
            return length == text.Length ? text : text[..length] + "…";
        }

        StringBuilder escaped = new(text, 0, first, length + 16);
        for (int i = first; i < length; i++)
        {
            if (!MustEscape(text, i, keepLines))
            {
                escaped.Append(text[i]);
            }
            else if (!(keepLines && text[i] == '\r'))
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:X4}");
            }
        }

        return length == text.Length ? escaped.ToString() : escaped.Append('…').ToString();
    }

    private static bool MustEscape(string text, int index, bool keepLines)
    {
        char character = text[index];
        return character switch
        {
            '\n' => !keepLines,
            < ' ' or (>= '\u007F' and <= '\u009F') => true,
            < '\u061C' => false,

            // Marks, embeddings, overrides and isolates of the bidirectional algorithm (UAX #9); line separators.
            '\u061C' or '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E')
                or (>= '\u2066' and <= '\u2069') or '\uFEFF' => true,
            _ => char.IsSurrogate(character) && !IsPart(text, index),
        };
    }

    // Half of a pair alone could not be encoded.
    private static bool IsPart(string text, int index) => char.IsHighSurrogate(text[index])
        ? index + 1 < text.Length && char.IsLowSurrogate(text[index + 1])
        : index > 0 && char.IsHighSurrogate(text[index - 1]);
}
