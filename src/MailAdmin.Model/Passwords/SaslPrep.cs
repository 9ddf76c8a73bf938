using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace MailAdmin.Contracts;

/// <summary>Prepares user names and passwords for comparison: RFC 4013, as far as Unicode of today allows.</summary>
/// <remarks>
/// Non-ASCII spaces become spaces, characters that are mapped to nothing go, the rest is normalised to NFKC (§2.1,
/// §2.2). Control, private-use, surrogate and unassigned characters are refused (§2.3). The bidirectional rule (§2.4)
/// is kept.
/// </remarks>
public static class SaslPrep
{
    /// <summary>Prepares a text; false when it is empty or has a forbidden character.</summary>
    public static bool TryPrepare(ReadOnlySpan<char> text, [NotNullWhen(true)] out string? prepared)
    {
        prepared = null;
        if (text.IsEmpty)
        {
            return false;
        }

        if (text.IndexOfAnyExceptInRange(' ', '~') < 0)
        {
            prepared = text.ToString();
            return true;
        }

        StringBuilder mapped = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            // U+FFFE, which table C.4 forbids, cannot be normalized at all.
            if (rune == Rune.ReplacementChar || rune.Value == 0xFFFE)
            {
                return false;
            }

            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator)
            {
                mapped.Append(' ');
            }
            else if (!IsMappedToNothing(rune.Value))
            {
                mapped.Append(rune.ToString());
            }
        }

        string normalized = mapped.ToString().Normalize(NormalizationForm.FormKC);
        if (normalized.Length == 0
            || normalized.EnumerateRunes().Any(IsForbidden)
            || BreaksBidirectionalRule(normalized))
        {
            return false;
        }

        prepared = normalized;
        return true;
    }

    // RFC 3454 table B.1
    private static bool IsMappedToNothing(int value) =>
        value is 0x00AD or 0x034F or 0x1806 or (>= 0x180B and <= 0x180D) or (>= 0x200B and <= 0x200D) or 0x2060
            or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF;

    // RFC 3454 tables C.1.2 to C.9, A.1
    private static bool IsForbidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator
        || rune.Value is >= 0xFFF9 and <= 0xFFFD or (>= 0x2FF0 and <= 0x2FFB);

    // RFC 3454 §6: right-to-left text has no left-to-right letters and begins and ends right-to-left.
    private static bool BreaksBidirectionalRule(string text)
    {
        bool anyRightToLeft = text.EnumerateRunes().Any(IsRightToLeft);
        return anyRightToLeft
            && (text.Any(char.IsAsciiLetter)
                || !IsRightToLeft(text.EnumerateRunes().First())
                || !IsRightToLeft(text.EnumerateRunes().Last()));
    }

    private static bool IsRightToLeft(Rune rune) =>
        rune.Value is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC);
}
