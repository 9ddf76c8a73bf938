using System.Text;

namespace MailAdmin.Protocols.Mime;

/// <summary>Letters of ASCII in octets.</summary>
internal static class AsciiText
{
    /// <summary>A copy in capitals.</summary>
    public static byte[] ToUpperAscii(this ReadOnlySpan<byte> octets)
    {
        byte[] capitals = octets.ToArray();
        foreach (ref byte octet in capitals.AsSpan())
        {
            if (octet is >= (byte)'a' and <= (byte)'z')
            {
                octet -= 'a' - 'A';
            }
        }

        return capitals;
    }

    /// <summary>Whether octets are a word, in any case of letters.</summary>
    public static bool Is(this ReadOnlySpan<byte> octets, ReadOnlySpan<byte> word) =>
        octets.Length == word.Length && Ascii.EqualsIgnoreCase(octets, word);
}
