using System.Text;
using MimeKit;
using MimeKit.Utils;

namespace MailAdmin.Protocols.Mime;

/// <summary>The text of a header field: encoded words decoded (RFC 2047), raw octets taken for UTF-8 or Latin-1 (RFC 6532).</summary>
internal static class FieldText
{
    /// <summary>Whether an unfolded value is its own text.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> value) => Ascii.IsValid(value) && value.IndexOf("=?"u8) < 0;

    /// <summary>The text of an unfolded value.</summary>
    public static string Decode(ReadOnlySpan<byte> value) =>
        IsPlain(value) ? Encoding.ASCII.GetString(value) : Rfc2047.DecodeText(ParserOptions.Default, value.ToArray());

    /// <summary>Writes the text of an unfolded value, folded as <see cref="SearchText"/> compares it.</summary>
    public static void WriteFolded(ReadOnlySpan<byte> value, WireWriter output)
    {
        output.Raw(IsPlain(value) ? value.ToUpperAscii() : SearchText.Fold(Decode(value)));
    }

    /// <summary>Whether an unfolded value has a text in it.</summary>
    public static bool Contains(ReadOnlySpan<byte> value, SearchText text) =>
        text.IsAscii && IsPlain(value) ? text.IsInAscii(value) : text.IsIn(Decode(value));
}
