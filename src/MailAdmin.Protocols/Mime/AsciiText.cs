using System.Text;

namespace MailAdmin.Protocols.Mime;

/// <summary>Letters of ASCII in bytes.</summary>
internal static class AsciiText
{
    /// <summary>A copy in capitals.</summary>
    public static byte[] ToUpperAscii(this ReadOnlySpan<byte> bytes)
    {
        byte[] capitals = bytes.ToArray();
        foreach (ref byte letter in capitals.AsSpan())
        {
            if (letter is >= (byte)'a' and <= (byte)'z')
            {
                letter -= 'a' - 'A';
            }
        }

        return capitals;
    }

    /// <summary>Whether bytes are a word, in upper or lower case.</summary>
    public static bool Is(this ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> word) =>
        bytes.Length == word.Length && Ascii.EqualsIgnoreCase(bytes, word);
}
