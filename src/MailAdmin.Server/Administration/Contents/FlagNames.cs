using MailAdmin.Contracts;

namespace MailAdmin.Server.Administration.Contents;

/// <summary>Flags by the names that IMAP gives them. RFC 9051 §2.3.2</summary>
internal static class FlagNames
{
    private static readonly SystemFlags[] SystemFlagsInOrder =
        [SystemFlags.Seen, SystemFlags.Answered, SystemFlags.Flagged, SystemFlags.Deleted, SystemFlags.Draft];

    /// <summary>The names of the flags of a message.</summary>
    public static IReadOnlyList<string> Of(FlagSet flags, IReadOnlyList<string> keywords)
    {
        if (flags.Bits == 0)
        {
            return [];
        }

        List<string> names = [.. SystemFlagsInOrder.Where(flag => flags.Has(flag)).Select(flag => "\\" + flag)];
        for (int i = 0; i < keywords.Count; i++)
        {
            if (flags.HasKeyword(i))
            {
                names.Add(keywords[i]);
            }
        }

        return names;
    }

    /// <summary>
    /// Reads names. Unknown names with a backslash are left out (a store has no place for them), and so is what cannot
    /// be a keyword: an atom of at most 128 bytes. RFC 9051 §9
    /// </summary>
    public static NamedFlags Read(IEnumerable<string> names)
    {
        SystemFlags system = SystemFlags.None;
        List<string> keywords = [];
        foreach (string name in names)
        {
            if (name.StartsWith('\\'))
            {
                system |= SystemFlagsInOrder.FirstOrDefault(
                    flag => name.AsSpan(1).Equals(flag.ToString(), StringComparison.OrdinalIgnoreCase));
            }
            else if (IsKeyword(name) && !keywords.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                keywords.Add(name);
            }
        }

        return new NamedFlags(system, keywords);
    }

    private static bool IsKeyword(string name) =>
        name.Length is > 0 and <= 128
            && name.All(c => c is > ' ' and <= '~' and not ('(' or ')' or '{' or '%' or '*' or '"' or '\\' or ']'));
}
