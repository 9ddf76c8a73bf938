using System.Text;

namespace MailAdmin.Protocols.Mime;

/// <summary>The text of a header field: encoded words (RFC 2047) and raw bytes (RFC 6532) decoded.</summary>
internal static class FieldText
{
    /// <summary>Whether an unfolded value is its own text.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> value) => Ascii.IsValid(value) && value.IndexOf("=?"u8) < 0;

    /// <summary>The text of an unfolded value.</summary>
    public static string Decode(ReadOnlySpan<byte> value) =>
        IsPlain(value) ? Encoding.ASCII.GetString(value) : EncodedWordDecoder.Decode(value);

    /// <summary>Writes the text of an unfolded value, folded as <see cref="SearchText"/> compares it.</summary>
    public static void WriteFolded(ReadOnlySpan<byte> value, WireWriter output)
    {
        output.Raw(IsPlain(value) ? value.ToUpperAscii() : SearchText.Fold(Decode(value)));
    }

    /// <summary>
    /// Unfolds the fields of a header, each still on a line of its own, with spaces for tabs, and returns the length.
    /// </summary>
    public static int Unfold(ReadOnlySpan<byte> header, Span<byte> unfolded)
    {
        int length = 0;
        for (int lineFeed = header.IndexOf((byte)'\n'); lineFeed >= 0; lineFeed = header.IndexOf((byte)'\n'))
        {
            int next = lineFeed + 1;
            bool isFold = next < header.Length && HeaderLine.IsContinuation(header[next..]);
            int end = !isFold ? next : lineFeed > 0 && header[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
            header[..end].CopyTo(unfolded[length..]);
            length += end;
            header = header[next..];
        }

        header.CopyTo(unfolded[length..]);
        length += header.Length;
        unfolded[..length].Replace((byte)'\t', (byte)' ');
        return length;
    }

    /// <summary>Whether an unfolded value has a text in it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="text">What to look for.</param>
    /// <param name="decoded">The decoded value, once it was needed: the next text finds it there.</param>
    public static bool Contains(ReadOnlySpan<byte> value, SearchText text, ref string? decoded) =>
        text.IsAscii && decoded is null && IsPlain(value)
            ? text.IsInAsciiField(value)
            : text.IsInField(decoded ??= Decode(value));
}
