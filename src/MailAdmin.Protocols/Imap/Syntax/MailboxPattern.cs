using System.Text;
using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Imap.Syntax;

/// <summary>
/// A pattern of LIST: "*" is any text, "%" any text within one level. RFC 9051 §6.3.9. Matching follows all choices at
/// once, so it takes time in proportion to the length of the name and the number of wildcards, whatever they are.
/// </summary>
internal readonly struct MailboxPattern
{
    private const string Inbox = "INBOX";
    private const int MaxOnStack = 1_024;

    /// <summary>More than any client writes; wildcards that follow each other count as one.</summary>
    private const int MaxWildcards = 64;

    // Literal text, and between each two of them one wildcard.
    private readonly string[] literals;
    private readonly string wildcards;

    /// <summary>Makes a pattern of the reference and the name of LIST, which are simply put together.</summary>
    public MailboxPattern(string reference, string name)
    {
        // Names are kept in their composed form. RFC 5198 §2
        string whole = NetUnicode.Compose(reference + name);
        List<string> texts = [];
        StringBuilder between = new();
        int start = 0;
        for (int i = whole.AsSpan().IndexOfAny('*', '%'); i >= 0; i = NextWildcard(whole, i + 1))
        {
            if (i == start && between.Length > 0)
            {
                // Of a run only the widest counts.
                between[^1] = whole[i] == '*' ? '*' : between[^1];
            }
            else
            {
                texts.Add(whole[start..i]);
                between.Append(whole[i]);
            }

            start = i + 1;
        }

        texts.Add(whole[start..]);
        literals = [.. texts];
        wildcards = between.ToString();
    }

    /// <summary>Whether it has more wildcards than a pattern may.</summary>
    public bool IsTooComplex => wildcards.Length > MaxWildcards;

    /// <summary>Whether a name fits.</summary>
    public bool Matches(ReadOnlySpan<char> name)
    {
        // reached[j]: the pattern so far fits the first j characters of the name.
        Span<bool> reached = name.Length < MaxOnStack ? stackalloc bool[name.Length + 1] : new bool[name.Length + 1];
        reached.Clear();
        reached[0] = true;

        // INBOX is the one name in which case does not matter. RFC 9051 §5.1
        int caseless = name.StartsWith(Inbox, StringComparison.Ordinal)
            && (name.Length == Inbox.Length || name[Inbox.Length] == MailboxSyntax.Separator) ? Inbox.Length : 0;
        for (int i = 0; i < literals.Length; i++)
        {
            if (i > 0)
            {
                Spread(reached, name, acrossLevels: wildcards[i - 1] == '*');
            }

            if (literals[i].Length > 0 && !Step(reached, name, literals[i], caseless))
            {
                return false;
            }
        }

        return reached[name.Length];
    }

    private static int NextWildcard(string whole, int start)
    {
        int next = whole.AsSpan(start).IndexOfAny('*', '%');
        return next < 0 ? next : start + next;
    }

    // From the end, so that what is reached is not gone on from in the same step.
    private static bool Step(Span<bool> reached, ReadOnlySpan<char> name, string literal, int caseless)
    {
        bool isAnywhere = false;
        for (int j = reached.LastIndexOf(true); j >= 0; j = reached[..j].LastIndexOf(true))
        {
            reached[j] = false;
            if (IsAt(name, j, literal, caseless))
            {
                reached[j + literal.Length] = true;
                isAnywhere = true;
            }
        }

        return isAnywhere;
    }

    private static bool IsAt(ReadOnlySpan<char> name, int place, string literal, int caseless)
    {
        if (literal.Length > name.Length - place)
        {
            return false;
        }

        int folded = Math.Clamp(caseless - place, 0, literal.Length);
        ReadOnlySpan<char> found = name.Slice(place, literal.Length);
        return found[folded..].SequenceEqual(literal.AsSpan(folded))
            && found[..folded].Equals(literal.AsSpan(0, folded), StringComparison.OrdinalIgnoreCase);
    }

    private static void Spread(Span<bool> reached, ReadOnlySpan<char> name, bool acrossLevels)
    {
        if (acrossLevels)
        {
            int first = reached.IndexOf(true);
            reached[(first < 0 ? reached.Length : first)..].Fill(true);
            return;
        }

        bool isReached = false;
        for (int j = 0; j <= name.Length; j++)
        {
            isReached |= reached[j];
            reached[j] = isReached;
            isReached &= j == name.Length || name[j] != MailboxSyntax.Separator;
        }
    }
}
