using System.Text;
using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Imap.Syntax;

/// <summary>Flags by name. RFC 9051 §2.3.2, §9 (flag, flag-list)</summary>
internal static class FlagSyntax
{
    /// <summary>Far more than any keyword in use, so that the list of a mailbox stays small.</summary>
    private const int MaxKeywordLength = 128;

    /// <summary>The system flags in the order in which they are listed.</summary>
    public static IReadOnlyList<(SystemFlags Flag, string Name)> SystemFlagNames { get; } =
    [
        (SystemFlags.Answered, "\\Answered"),
        (SystemFlags.Flagged, "\\Flagged"),
        (SystemFlags.Deleted, "\\Deleted"),
        (SystemFlags.Seen, "\\Seen"),
        (SystemFlags.Draft, "\\Draft"),
    ];

    // flag-list = "(" [flag *(SP flag)] ")"
    public static bool TryReadFlagList(ref this ImapReader reader, out NamedFlags flags)
    {
        flags = NamedFlags.None;
        if (!reader.TryRead('('))
        {
            return false;
        }

        return reader.TryRead(')') || (TryReadFlags(ref reader, out flags) && reader.TryRead(')'));
    }

    // store-att-flags = … (flag-list / (flag *(SP flag)))
    public static bool TryReadFlagListOrFlags(ref this ImapReader reader, out NamedFlags flags) =>
        reader.Next == '(' ? reader.TryReadFlagList(out flags) : TryReadFlags(ref reader, out flags);

    // flag-keyword = "$MDNSent" / "$Forwarded" / "$Junk" / "$NotJunk" / "$Phishing" / atom
    public static bool TryReadKeyword(ref this ImapReader reader, out string keyword)
    {
        keyword = "";
        if (!reader.TryReadAtom(out ReadOnlySpan<byte> atom) || atom.Length > MaxKeywordLength)
        {
            return false;
        }

        keyword = Encoding.ASCII.GetString(atom);
        return true;
    }

    private static bool TryReadFlags(ref ImapReader reader, out NamedFlags flags)
    {
        SystemFlags system = SystemFlags.None;
        List<string>? keywords = null;
        flags = NamedFlags.None;
        do
        {
            if (reader.TryRead('\\'))
            {
                if (!TryReadSystemFlag(ref reader, out SystemFlags flag))
                {
                    return false;
                }

                system |= flag;
                continue;
            }

            if (!reader.TryReadKeyword(out string keyword))
            {
                return false;
            }

            keywords ??= [];
            if (!keywords.Contains(keyword, StringComparer.OrdinalIgnoreCase))
            {
                RefuseTooMany(keywords);
                keywords.Add(keyword);
            }
        }
        while (reader.TryReadSpace());

        flags = new NamedFlags(system, keywords ?? []);
        return true;
    }

    // \Recent is not in the list: a client cannot set it. RFC 3501 §2.3.2
    private static bool TryReadSystemFlag(ref ImapReader reader, out SystemFlags flag)
    {
        flag = SystemFlags.None;
        if (!reader.TryReadAtom(out ReadOnlySpan<byte> word))
        {
            return false;
        }

        foreach ((SystemFlags candidate, string name) in SystemFlagNames)
        {
            if (Ascii.EqualsIgnoreCase(word, name.AsSpan(1)))
            {
                flag = candidate;
                return true;
            }
        }

        return false;
    }

    private static void RefuseTooMany(List<string> keywords)
    {
        if (keywords.Count == FlagSet.MaxKeywords)
        {
            throw MailException.Of(MailError.TooManyKeywords.As("Command"), FlagSet.MaxKeywords);
        }
    }
}
