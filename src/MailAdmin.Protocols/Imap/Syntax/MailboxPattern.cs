using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Imap.Syntax;

/// <summary>
/// A pattern of LIST: "*" is any text, "%" any text within one level. RFC 9051 §6.3.9. Matching takes time in
/// proportion to the product of both lengths, whatever the pattern: it follows all choices at once.
/// </summary>
internal readonly struct MailboxPattern
{
    private const string Inbox = "INBOX";
    private const int MaxOnStack = 1_024;
    private readonly string pattern;

    /// <summary>Makes a pattern of the reference and the name of LIST, which are simply put together.</summary>
    public MailboxPattern(string reference, string name)
    {
        // Names are kept in their composed form. RFC 5198 §2
        string whole = NetUnicode.Compose(reference + name);

        // INBOX is the one name in which case does not matter. RFC 9051 §5.1
        bool startsWithInbox = whole.StartsWith(Inbox, StringComparison.OrdinalIgnoreCase)
            && (whole.Length == Inbox.Length || whole[Inbox.Length] is '/' or '*' or '%');
        pattern = startsWithInbox ? Inbox + whole[Inbox.Length..] : whole;
    }

    /// <summary>Whether a name fits.</summary>
    public bool Matches(ReadOnlySpan<char> name)
    {
        // reached[j]: the pattern so far fits the first j characters of the name.
        Span<bool> reached = name.Length < MaxOnStack ? stackalloc bool[name.Length + 1] : new bool[name.Length + 1];
        reached.Clear();
        reached[0] = true;
        foreach (char c in pattern)
        {
            if (c is '*' or '%')
            {
                Spread(reached, name, acrossLevels: c == '*');
            }
            else
            {
                Step(reached, name, c);
            }

            if (!reached.Contains(true))
            {
                return false;
            }
        }

        return reached[name.Length];
    }

    private static void Step(Span<bool> reached, ReadOnlySpan<char> name, char c)
    {
        for (int j = name.Length; j > 0; j--)
        {
            reached[j] = reached[j - 1] && name[j - 1] == c;
        }

        reached[0] = false;
    }

    private static void Spread(Span<bool> reached, ReadOnlySpan<char> name, bool acrossLevels)
    {
        bool isReached = false;
        for (int j = 0; j <= name.Length; j++)
        {
            isReached |= reached[j];
            reached[j] = isReached;
            bool endsLevel = j < name.Length && name[j] == MailboxSyntax.Separator;
            isReached &= acrossLevels || !endsLevel;
        }
    }
}
