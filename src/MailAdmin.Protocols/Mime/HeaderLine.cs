using System.Buffers;

namespace MailAdmin.Protocols.Mime;

/// <summary>The syntax of one line of a header. RFC 5322 §2.2, with the spaces before the colon of §4.5</summary>
internal static class HeaderLine
{
    // ftext = %d33-57 / %d59-126
    private static readonly SearchValues<byte> NameBytes =
        SearchValues.Create(Enumerable.Range(33, 94).Where(code => code != ':').Select(code => (byte)code).ToArray());

    /// <summary>Whether the line continues the previous field.</summary>
    public static bool IsContinuation(ReadOnlySpan<byte> line) => line is [(byte)' ' or (byte)'\t', ..];

    /// <summary>The line without the byte order mark with which messages that were files may begin.</summary>
    public static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> line) =>
        line.StartsWith("\uFEFF"u8) ? line["\uFEFF"u8.Length..] : line;

    /// <summary>Splits a line at its colon. field-name *WSP ":" unstructured</summary>
    public static bool TrySplit(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        line = WithoutByteOrderMark(line);
        int nameLength = line.IndexOfAnyExcept(NameBytes);
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
