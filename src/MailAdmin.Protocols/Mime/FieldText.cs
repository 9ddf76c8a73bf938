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

    /// <summary>Whether an unfolded value has a text in it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="text">What to look for.</param>
    /// <param name="decoded">The decoded value, once it was needed: the next text finds it there.</param>
    public static bool Contains(ReadOnlySpan<byte> value, SearchText text, ref string? decoded) =>
        text.IsAscii && decoded is null && IsPlain(value)
            ? text.IsInAsciiField(value)
            : text.IsInField(decoded ??= Decode(value));
}
