using System.Text;

namespace MailAdmin.Server.Transfer.Files;

/// <summary>
/// The header fields in which mbox files keep what is not part of the message: flags, and numbers of the program that
/// keeps the file.
/// </summary>
internal static class MboxStatus
{
    private static readonly string[] Fields =
        ["Status", "X-Status", "X-Keywords", "X-UID", "X-IMAP", "X-IMAPbase", "Content-Length"];

    /// <summary>The letters of X-Status.</summary>
    public static IReadOnlyList<(char Letter, string Flag)> Letters { get; } =
        [('A', "\\Answered"), ('F', "\\Flagged"), ('T', "\\Draft"), ('D', "\\Deleted")];

    /// <summary>The field of a line of a header if it is one of these, or null.</summary>
    public static string? FieldOf(ReadOnlySpan<byte> line)
    {
        int colon = line.IndexOf((byte)':');
        if (colon is <= 0 or > 20)
        {
            return null;
        }

        ReadOnlySpan<byte> name = line[..colon];
        foreach (string field in Fields)
        {
            if (Ascii.EqualsIgnoreCase(name, field))
            {
                return field;
            }
        }

        return null;
    }

    /// <summary>The text behind the colon of a line.</summary>
    public static string ValueOf(ReadOnlySpan<byte> line) =>
        Encoding.ASCII.GetString(line[(line.IndexOf((byte)':') + 1)..]).Trim();

    /// <summary>Adds the flags that a field stands for.</summary>
    public static void AddFlags(string field, string value, List<string> flags)
    {
        switch (field)
        {
            case "Status" when value.Contains('R', StringComparison.Ordinal):
                flags.Add("\\Seen");
                break;

            case "X-Status":
                flags.AddRange(
                    Letters.Where(known => value.Contains(known.Letter, StringComparison.Ordinal))
                        .Select(known => known.Flag));
                break;

            case "X-Keywords":
                flags.AddRange(value.Split((char[])[' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries));
                break;
        }
    }
}
