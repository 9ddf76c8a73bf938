using System.Text;

namespace MailAdmin.Protocols.Smtp.Parameters;

/// <summary>The form in which parameters carry any printable ASCII. RFC 3461 §4</summary>
internal static class Xtext
{
    // xtext = *( xchar / hexchar ); hexchar = "+" and two hexadecimal digits
    public static bool TryDecode(ReadOnlySpan<byte> value, out string text)
    {
        StringBuilder decoded = new(value.Length);
        text = "";
        while (!value.IsEmpty)
        {
            int octet = value[0];
            int length = 1;
            if (octet == '+')
            {
                length = 3;
                octet = value.Length < length ? -1 : (Digit(value[1]) << 4) | Digit(value[2]);
            }

            // Decoded text goes into reports, so nothing may end a line of theirs.
            if (octet is < 32 or > 126)
            {
                return false;
            }

            decoded.Append((char)octet);
            value = value[length..];
        }

        text = decoded.ToString();
        return text.Length > 0;
    }

    /// <summary>The value of a hexadecimal digit; negative: it is none.</summary>
    public static int Digit(byte octet) => octet switch
    {
        >= (byte)'0' and <= (byte)'9' => octet - '0',
        >= (byte)'A' and <= (byte)'F' => octet - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => octet - 'a' + 10,
        _ => -1,
    };
}
