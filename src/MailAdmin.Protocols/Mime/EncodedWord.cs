using System.Buffers;

namespace MailAdmin.Protocols.Mime;

/// <summary>The bounds of encoded words. RFC 2047 §2</summary>
internal static class EncodedWord
{
    private static readonly SearchValues<byte> TextBytes =
        SearchValues.Create(Enumerable.Range(33, 94).Where(code => code != '?').Select(code => (byte)code).ToArray());

    /// <summary>
    /// The length of the encoded word at the beginning of a text; 0: there is none. Such a word is taken whole where a
    /// comma or bracket in it, which is not allowed but occurs, would end an ordinary word.
    /// </summary>
    public static int LengthAt(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("=?"u8))
        {
            return 0;
        }

        // encoded-word = "=?" charset "?" encoding "?" encoded-text "?="
        int length = 2;
        for (int field = 0; field < 3; field++)
        {
            int bytes = text[length..].IndexOfAnyExcept(TextBytes);
            if (bytes < 0 || text[length + bytes] != '?' || (bytes == 0 && field < 2))
            {
                return 0;
            }

            length += bytes + 1;
        }

        return text.Length > length && text[length] == '=' ? length + 1 : 0;
    }
}
