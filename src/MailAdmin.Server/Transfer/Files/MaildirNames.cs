using System.Text;
using MailAdmin.Protocols.Imap.Syntax;

namespace MailAdmin.Server.Transfer.Files;

/// <summary>
/// Names in a Maildir++: folders are folders beside each other, whose levels are separated by dots and written in
/// modified UTF-7; flags are letters behind the name of a file.
/// </summary>
internal static class MaildirNames
{
    // A dot within a level; other programs cannot have one there, so nothing else is written so.
    private const string EncodedDot = "&AC4-";

    private static readonly (char Letter, string Flag)[] Letters =
        [
            ('D', "\\Draft"),
            ('F', "\\Flagged"),
            ('P', "$Forwarded"),
            ('R', "\\Answered"),
            ('S', "\\Seen"),
            ('T', "\\Deleted")
        ];

    /// <summary>What stands before the flags: a colon, which a name cannot have on Windows.</summary>
    public static char Separator => OperatingSystem.IsWindows() ? ';' : ':';

    /// <summary>The path of a folder; INBOX is the root.</summary>
    public static string FolderPath(string root, string folder) => folder == "INBOX"
        ? root
        : Path.Combine(
            root,
            string.Concat(folder.Split('/').Select(level =>
                "." + ModifiedUtf7.Encode(level).Replace(".", EncodedDot, StringComparison.Ordinal))));

    /// <summary>The folder of a name that begins with a dot; null: it is none.</summary>
    public static string? FolderOf(string name)
    {
        List<string> levels = [];
        foreach (string part in name[1..].Split('.'))
        {
            string text = part.Replace(EncodedDot, ".", StringComparison.Ordinal);
            if (text.Length == 0 || !ModifiedUtf7.TryDecode(Encoding.UTF8.GetBytes(text), out string? level))
            {
                return null;
            }

            levels.Add(level.Replace('/', '_'));
        }

        return string.Join('/', levels);
    }

    /// <summary>The letters of flags, in the order of ASCII, as they must be.</summary>
    public static string FlagsOf(IReadOnlyList<string> flags, MaildirKeywords keywords)
    {
        // Dovecot does not know the P of forwarded messages, so that they have both.
        IEnumerable<char> letters = flags.SelectMany(flag => (char?[])[LetterOf(flag), keywords.LetterOf(flag)])
            .OfType<char>();
        return string.Concat(letters.Distinct().Order());
    }

    /// <summary>The flags of the name of a file.</summary>
    public static IReadOnlyList<string> FlagsOf(string name, MaildirKeywords keywords)
    {
        int at = name.LastIndexOfAny([':', ';', '!']);
        if (at < 0 || !name.AsSpan(at + 1).StartsWith("2,", StringComparison.Ordinal))
        {
            return [];
        }

        List<string> flags = [];
        foreach (char letter in name.AsSpan(at + 3))
        {
            string? flag = Letters.FirstOrDefault(known => known.Letter == letter).Flag ?? keywords.Of(letter);
            if (flag is not null && !flags.Contains(flag, StringComparer.OrdinalIgnoreCase))
            {
                flags.Add(flag);
            }
        }

        return flags;
    }

    private static char? LetterOf(string flag)
    {
        int index = Array.FindIndex(Letters, known => known.Flag.Equals(flag, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : Letters[index].Letter;
    }
}
