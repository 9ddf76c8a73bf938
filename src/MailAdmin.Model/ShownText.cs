using System.Buffers;
using System.Globalization;
using System.Text;

namespace MailAdmin;

/// <summary>
/// Text from outside as it can be shown on a terminal: control characters, which a terminal obeys, and those that
/// change the order or are invisible, which make text look like another, are written as <c>\u001B</c>.
/// </summary>
internal static class ShownText
{
    private static readonly SearchValues<char> Suspects = SearchValues.Create(
        [.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(IsHidden)]);

    /// <summary>The text as it can be shown; the same object when there is nothing to escape.</summary>
    public static string Of(string text)
    {
        int first = text.AsSpan().IndexOfAny(Suspects);
        if (first < 0)
        {
            return text;
        }

        StringBuilder shown = new(text.Length + 16);
        shown.Append(text, 0, first);
        for (int i = first; i < text.Length; i++)
        {
            bool isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (isPair)
            {
                shown.Append(text, i++, 2);
            }
            else if (IsHidden(text[i]))
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:X4}");
            }
            else
            {
                shown.Append(text[i]);
            }
        }

        return shown.ToString();
    }

    /// <summary>Whether nothing in a text is to be escaped, as usual.</summary>
    public static bool IsPlain(string text) => !text.AsSpan().ContainsAny(Suspects);

    // Halves of pairs are looked at closely; the joiners are needed to write some languages and emoji.
    private static bool IsHidden(char c) => char.GetUnicodeCategory(c) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.Surrogate => true,
        UnicodeCategory.Format => c is not ('\u200C' or '\u200D' or '\u00AD'),
        _ => false,
    };
}
