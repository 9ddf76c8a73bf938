using System.Globalization;
using System.Text;
using MailAdmin.Protocols.Imap.Syntax;

namespace MailAdmin.Server.Transfer.Files;

/// <summary>
/// Names of folders as names of files that every platform takes: characters that Windows reserves, names of its
/// devices, a dot at the begin and a dot or space at the end are written as %XX, and so is the ampersand, which begins
/// what IMAP servers encode. No name leads to another folder.
/// </summary>
internal static class FolderPath
{
    private const string Reserved = "<>:\"\\|?*%/&";

    private static readonly string[] Devices =
    [
        "CON", "PRN", "AUX", "NUL",
        .. Enumerable.Range(0, 10).SelectMany(number => new[] { $"COM{number}", $"LPT{number}" }),
    ];

    /// <summary>The levels of a folder as names of files.</summary>
    public static string[] LevelsOf(string folder) => [.. folder.Split('/').Select(Encode)];

    /// <summary>The path of a folder, relative, with the separator of the platform.</summary>
    public static string Of(string folder) => Path.Combine(LevelsOf(folder));

    /// <summary>One level as a name of a file.</summary>
    public static string Encode(string level)
    {
        int dot = level.IndexOf('.', StringComparison.Ordinal);
        string stem = (dot < 0 ? level : level[..dot]).TrimEnd();
        bool isDevice = Devices.Contains(stem, StringComparer.OrdinalIgnoreCase);
        StringBuilder name = new(level.Length);
        for (int i = 0; i < level.Length; i++)
        {
            char c = level[i];
            bool isEdge = (i == 0 && (c == '.' || isDevice)) || (i == level.Length - 1 && (c is '.' or ' '));
            name.Append(
                isEdge || char.IsControl(c) || Reserved.Contains(c, StringComparison.Ordinal)
                    ? $"%{(int)c:X2}"
                    : c.ToString());
        }

        return name.Length == 0 ? "%" : name.ToString();
    }

    /// <summary>
    /// A level from the name of a file that any program may have made: those of IMAP servers are in modified UTF-7.
    /// </summary>
    public static string Decode(string name)
    {
        if (name.Contains('&', StringComparison.Ordinal)
            && ModifiedUtf7.TryDecode(Encoding.UTF8.GetBytes(name), out string? decoded))
        {
            return decoded.Replace('/', '_');
        }

        StringBuilder level = new(name.Length);
        for (int i = 0; i < name.Length; i++)
        {
            if (name[i] == '%'
                && i + 2 < name.Length
                && byte.TryParse(name.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, null, out byte code))
            {
                level.Append((char)code);
                i += 2;
            }
            else
            {
                level.Append(name[i]);
            }
        }

        // Only what Encode wrote is taken as such: a slash would make a level of its own.
        return level.ToString().Replace('/', '_');
    }
}
