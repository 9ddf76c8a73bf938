using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using MimeKit.Encodings;

namespace MailAdmin.Protocols.Mime;

/// <summary>
/// Turns the value of a header field into text. RFC 2047 §6; raw bytes are UTF-8 (RFC 6532 §3) or else Latin-1.
/// MimeKit's decoder knows more charsets than .NET's own only where they were registered for the whole process, which
/// is not ours to do; hence this one.
/// </summary>
internal sealed class EncodedWordDecoder
{
    private readonly StringBuilder text = new();

    // Bytes of words that follow each other in one charset: a character may lie across two of them.
    private readonly ArrayBufferWriter<byte> pending = new();

    private Encoding? pendingCharset;

    /// <summary>The text of an unfolded value.</summary>
    public static string Decode(ReadOnlySpan<byte> value)
    {
        EncodedWordDecoder decoder = new();
        decoder.Read(value);
        return decoder.text.ToString();
    }

    private void Read(ReadOnlySpan<byte> value)
    {
        while (!value.IsEmpty)
        {
            int start = value.IndexOf("=?"u8);
            int length = 0;
            Encoding? charset = null;
            while (start >= 0 && !TryReadWord(value[start..], out length, out charset))
            {
                int next = value[(start + 2)..].IndexOf("=?"u8);
                start = next < 0 ? -1 : start + 2 + next;
            }

            ReadOnlySpan<byte> before = start < 0 ? value : value[..start];
            AddRaw(before, isBetweenWords: start >= 0 && pendingCharset is not null && before.Trim(" \t"u8).IsEmpty);
            if (start < 0)
            {
                return;
            }

            AddWord(value.Slice(start, length), charset!);
            value = value[(start + length)..];
        }

        Flush();
    }

    // White space between two encoded words only separates them. RFC 2047 §6.2
    private void AddRaw(ReadOnlySpan<byte> bytes, bool isBetweenWords)
    {
        if (isBetweenWords)
        {
            return;
        }

        Flush();
        text.Append((Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes));
    }

    private void AddWord(ReadOnlySpan<byte> word, Encoding charset)
    {
        if (charset != pendingCharset)
        {
            Flush();
            pendingCharset = charset;
        }

        int mark = word[2..].IndexOf((byte)'?') + 2;
        ReadOnlySpan<byte> encoded = word[(mark + 3)..^2];
        if (word[mark + 1] is (byte)'B' or (byte)'b')
        {
            Base64Decoder base64 = new();
            byte[] bytes = new byte[base64.EstimateOutputLength(encoded.Length)];
            int count = base64.Decode(encoded.ToArray(), 0, encoded.Length, bytes);
            pending.Write(bytes.AsSpan(0, count));
            return;
        }

        AddQ(encoded);
    }

    // The "Q" encoding: "_" is a space, "=" and two hexadecimal digits an byte. RFC 2047 §4.2
    private void AddQ(ReadOnlySpan<byte> encoded)
    {
        Span<byte> target = pending.GetSpan(encoded.Length + 1);
        int count = 0;
        for (int index = 0; index < encoded.Length; index++)
        {
            byte decoded = encoded[index] == '_' ? (byte)' ' : encoded[index];
            if (decoded == '=' && index + 2 < encoded.Length
                && byte.TryParse(
                    encoded.Slice(index + 1, 2),
                    NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture,
                    out byte value))
            {
                decoded = value;
                index += 2;
            }

            target[count++] = decoded;
        }

        pending.Advance(count);
    }

    private void Flush()
    {
        if (pendingCharset is not null)
        {
            text.Append(pendingCharset.GetString(pending.WrittenSpan));
            pending.ResetWrittenCount();
            pendingCharset = null;
        }
    }

    // encoded-word = "=?" charset ["*" language] "?" encoding "?" encoded-text "?="; spaces in the text are borne.
    private static bool TryReadWord(ReadOnlySpan<byte> value, out int length, out Encoding? charset)
    {
        length = 0;
        charset = null;
        int mark = value[2..].IndexOf((byte)'?') + 2;
        if (mark < 3
            || value.Length < mark + 5
            || value[mark + 2] != '?'
            || value[mark + 1] is not ((byte)'B' or (byte)'b' or (byte)'Q' or (byte)'q'))
        {
            return false;
        }

        int end = value[(mark + 3)..].IndexOf("?="u8);
        ReadOnlySpan<byte> name = value[2..mark];
        int language = name.IndexOf((byte)'*');
        charset = Charsets.Find(language < 0 ? name : name[..language]);
        length = mark + 3 + end + 2;
        return end >= 0 && charset is not null;
    }
}
