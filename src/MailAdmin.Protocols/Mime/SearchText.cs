using System.Text;

namespace MailAdmin.Protocols.Mime;

/// <summary>
/// What SEARCH looks for. Letters are compared without regard to case, by the simple uppercase mapping of Unicode,
/// which is the same on every machine and never makes an ASCII letter of another. RFC 9051 §6.4.4
/// </summary>
public sealed class SearchText
{
    private readonly string text;
    private readonly string fieldText;
    private readonly byte[] folded;
    private readonly AsciiPattern? pattern;
    private readonly AsciiPattern? fieldPattern;

    private SearchText(string text)
    {
        this.text = text;
        fieldText = text.Replace('\t', ' ');
        folded = Fold(fieldText);
        IsAscii = Ascii.IsValid(text);
        HasBlanks = fieldText.Contains(' ', StringComparison.Ordinal);
        pattern = IsAscii && text.Length > 0 ? new AsciiPattern(Fold(text)) : null;
        fieldPattern = pattern is null || fieldText == text ? pattern : new AsciiPattern(folded);
    }

    /// <summary>Charsets that SEARCH accepts, for the BADCHARSET response; it accepts others, too.</summary>
    public static IReadOnlyList<string> Charsets { get; } =
    [
        "US-ASCII", "UTF-8", "ISO-8859-1", "ISO-8859-2", "ISO-8859-5", "ISO-8859-7", "ISO-8859-9", "ISO-8859-15",
        "WINDOWS-1250", "WINDOWS-1251", "WINDOWS-1252", "KOI8-R", "KOI8-U", "ISO-2022-JP", "SHIFT_JIS", "EUC-JP",
        "ISO-2022-KR", "EUC-KR", "GB2312", "GB18030", "BIG5",
    ];

    /// <summary>Whether it is empty: then every field that exists has it, and every message.</summary>
    public bool IsEmpty => text.Length == 0;

    /// <summary>Whether it is ASCII throughout.</summary>
    internal bool IsAscii { get; }

    /// <summary>Whether there is white space in it.</summary>
    internal bool HasBlanks { get; }

    /// <summary>Its length in UTF-16 units, which is that in bytes when it is ASCII.</summary>
    internal int Length => text.Length;

    /// <summary>Reads what a client sent.</summary>
    /// <param name="bytes">The string of the command.</param>
    /// <param name="charset">The charset that the command names; null: none, which means UTF-8 and so ASCII.</param>
    /// <param name="searchText">What to look for.</param>
    /// <returns>False: the charset is unknown.</returns>
    public static bool TryCreate(ReadOnlySpan<byte> bytes, string? charset, out SearchText searchText)
    {
        // RFC 3501 has US-ASCII as the default, RFC 9051 UTF-8, of which it is a part.
        Encoding? encoding = charset is null || charset.Equals("US-ASCII", StringComparison.OrdinalIgnoreCase)
            ? Encoding.UTF8
            : Mime.Charsets.Find(charset);
        searchText = new SearchText(encoding?.GetString(bytes) ?? "");
        return encoding is not null;
    }

    /// <summary>A text as it is compared, in UTF-8.</summary>
    internal static byte[] Fold(string text) => Encoding.UTF8.GetBytes(text.ToUpperInvariant());

    /// <summary>Whether it is in a text.</summary>
    internal bool IsIn(ReadOnlySpan<char> other) => other.Contains(text, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it, being ASCII, is in bytes of a charset that ASCII is a part of.</summary>
    internal bool IsInAscii(ReadOnlySpan<byte> bytes) => pattern?.IsIn(bytes) ?? IsEmpty;

    /// <summary>
    /// Whether it is in the decoded text of a header field, in which it makes no difference whether a fold left a tab
    /// or a space. RFC 5322 §2.2.3
    /// </summary>
    internal bool IsInField(ReadOnlySpan<char> other) =>
        HasBlanks && other.Contains('\t')
            ? other.ToString().Replace('\t', ' ').Contains(fieldText, StringComparison.OrdinalIgnoreCase)
            : other.Contains(fieldText, StringComparison.OrdinalIgnoreCase);

    /// <summary>The same for a text that was folded before.</summary>
    internal bool IsInFolded(ReadOnlySpan<byte> other) => WithSpaces(other).IndexOf(folded) >= 0;

    /// <summary>The same, being ASCII, for a field that is ASCII.</summary>
    internal bool IsInAsciiField(ReadOnlySpan<byte> field) => fieldPattern?.IsIn(WithSpaces(field)) ?? IsEmpty;

    /// <summary>Whether another one finds the same.</summary>
    internal bool IsSameAs(SearchText other) => text == other.text;

    private ReadOnlySpan<byte> WithSpaces(ReadOnlySpan<byte> field)
    {
        if (!HasBlanks || !field.Contains((byte)'\t'))
        {
            return field;
        }

        byte[] spaced = field.ToArray();
        spaced.AsSpan().Replace((byte)'\t', (byte)' ');
        return spaced;
    }
}
