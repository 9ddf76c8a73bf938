using System.Buffers;

namespace MailAdmin.Protocols.Mime;

/// <summary>The syntax of one line of a header. RFC 5322 §2.2, with the spaces before the colon of §4.5</summary>
internal static class HeaderLine
{
    // ftext = %d33-57 / %d59-126
    private static readonly SearchValues<byte> NameOctets =
        SearchValues.Create(Enumerable.Range(33, 94).Where(octet => octet != ':').Select(octet => (byte)octet).ToArray());

    /// <summary>Whether the line goes on with the field before it.</summary>
    public static bool IsContinuation(ReadOnlySpan<byte> line) => line is [(byte)' ' or (byte)'\t', ..];

    /// <summary>Splits a line at its colon. field-name *WSP ":" unstructured</summary>
    public static bool TrySplit(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        // Messages that were files may begin with a byte order mark.
        line = line.StartsWith("\uFEFF"u8) ? line["\uFEFF"u8.Length..] : line;
        int nameLength = line.IndexOfAnyExcept(NameOctets);
        name = nameLength <= 0 ? default : line[..nameLength];
        value = default;
        if (nameLength <= 0)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = line[nameLength..].TrimStart(" \t"u8);
        if (rest is not [(byte)':', ..])
        {
            return false;
        }

        value = rest[1..];
        return true;
    }
}
