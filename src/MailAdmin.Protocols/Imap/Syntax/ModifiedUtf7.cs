using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace MailAdmin.Protocols.Imap.Syntax;

/// <summary>
/// Modified UTF-7, in which clients of IMAP4rev1 write mailbox names. RFC 3501 §5.1.3. Each name has one form only:
/// what would encode differently again is refused, so that no mailbox has two names.
/// </summary>
public static class ModifiedUtf7
{
    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The name for a rev1 client; ASCII only.</summary>
    public static string Encode(string name)
    {
        if (!NeedsEncoding(name))
        {
            return name;
        }

        StringBuilder encoded = new(name.Length * 2);
        int i = 0;
        while (i < name.Length)
        {
            if (IsDirect(name[i]))
            {
                encoded.Append(name[i] == '&' ? "&-" : name[i].ToString());
                i++;
                continue;
            }

            int start = i;
            while (i < name.Length && !IsDirect(name[i]))
            {
                i++;
            }

            AppendShifted(encoded, name.AsSpan(start, i - start));
        }

        return encoded.ToString();
    }

    /// <summary>The name that a client wrote: in modified UTF-7, or, when it has bytes above 127, in UTF-8.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? name)
    {
        name = null;
        if (!Ascii.IsValid(bytes))
        {
            return TryDecodeUtf8(bytes, out name);
        }

        if (bytes.IndexOf((byte)'&') < 0)
        {
            name = Encoding.ASCII.GetString(bytes);
            return true;
        }

        StringBuilder decoded = new(bytes.Length);
        int i = 0;
        while (i < bytes.Length)
        {
            if (bytes[i] != '&')
            {
                decoded.Append((char)bytes[i++]);
                continue;
            }

            int length = bytes[(i + 1)..].IndexOf((byte)'-');
            if (length < 0 || !TryAppendShifted(decoded, bytes.Slice(i + 1, length)))
            {
                return false;
            }

            i += length + 2;
        }

        string candidate = decoded.ToString();
        bool isCanonical = IsWellFormed(candidate) && Ascii.Equals(Encode(candidate), bytes);
        name = isCanonical ? candidate : null;
        return isCanonical;
    }

    private static bool TryDecodeUtf8(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? name)
    {
        bool isValid = System.Text.Unicode.Utf8.IsValid(bytes);
        name = isValid ? StrictUtf8.GetString(bytes) : null;
        return isValid;
    }

    // modified-base64 = base64 of UTF-16BE, with "," for "/" and without padding
    private static void AppendShifted(StringBuilder encoded, ReadOnlySpan<char> characters)
    {
        byte[] units = new byte[characters.Length * 2];
        for (int i = 0; i < characters.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(units.AsSpan(i * 2), characters[i]);
        }

        string base64 = Convert.ToBase64String(units).TrimEnd('=').Replace('/', ',');
        encoded.Append('&').Append(base64).Append('-');
    }

    private static bool TryAppendShifted(StringBuilder decoded, ReadOnlySpan<byte> base64)
    {
        if (base64.IsEmpty)
        {
            decoded.Append('&');
            return true;
        }

        string padded = Encoding.ASCII.GetString(base64).Replace(',', '/');
        padded = padded.PadRight((padded.Length + 3) / 4 * 4, '=');
        byte[] units = new byte[padded.Length];
        if (!Convert.TryFromBase64String(padded, units, out int length) || length % 2 != 0)
        {
            return false;
        }

        for (int i = 0; i < length; i += 2)
        {
            decoded.Append((char)BinaryPrimitives.ReadUInt16BigEndian(units.AsSpan(i)));
        }

        return true;
    }

    private static bool NeedsEncoding(string name)
    {
        foreach (char c in name)
        {
            if (c == '&' || !IsDirect(c))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWellFormed(string text)
    {
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out int length) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[length..];
        }

        return true;
    }

    private static bool IsDirect(char c) => c is >= ' ' and <= '~';
}
