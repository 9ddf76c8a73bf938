using System.Globalization;
using System.Text;

namespace MailAdmin.Server.Outbound.Smtp;

/// <summary>Writes values of ESMTP parameters. RFC 3461 §4 (xtext); RFC 6533 §3 (utf-8-addr-xtext)</summary>
internal static class Xtext
{
    /// <summary>Bytes that are not printable, '+' and '=' become '+' and two hexadecimal digits.</summary>
    public static string Encode(string text)
    {
        StringBuilder written = new(text.Length);
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            if (value is < 33 or > 126 or (byte)'+' or (byte)'=')
            {
                written.Append(CultureInfo.InvariantCulture, $"+{value:X2}");
            }
            else
            {
                written.Append((char)value);
            }
        }

        return written.ToString();
    }

    /// <summary>
    /// An address type and an address; those of type utf-8 in ASCII, which every server with DSN accepts.
    /// </summary>
    public static string EncodeOriginalRecipient(string typed)
    {
        string[] parts = typed.Split(';', 2);
        if (parts.Length < 2)
        {
            return "rfc822;" + Encode(typed);
        }

        string type = parts[0].Trim();
        string address = parts[1].Trim();
        if (Ascii.IsValid(address) && !type.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return type + ";" + Encode(address);
        }

        StringBuilder written = new();
        foreach (Rune rune in address.EnumerateRunes())
        {
            if (rune.Value is < 33 or > 126 or '+' or '=' or '\\')
            {
                written.Append(CultureInfo.InvariantCulture, $"\\x{{{rune.Value:X}}}");
            }
            else
            {
                written.Append((char)rune.Value);
            }
        }

        return "utf-8;" + written;
    }
}
