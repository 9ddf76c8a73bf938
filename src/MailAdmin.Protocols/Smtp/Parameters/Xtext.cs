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
            int code = value[0];
            int length = 1;
            if (code == '+')
            {
                length = 3;
                code = value.Length < length ? -1 : (Digit(value[1]) << 4) | Digit(value[2]);
            }

            // Decoded text goes into reports, so nothing may end a line of theirs.
            if (code is < 32 or > 126)
            {
                return false;
            }

            decoded.Append((char)code);
            value = value[length..];
        }

        text = decoded.ToString();
        return text.Length > 0;
    }

    /// <summary>The value of a hexadecimal digit; negative: it is none.</summary>
    public static int Digit(byte code) => code switch
    {
        >= (byte)'0' and <= (byte)'9' => code - '0',
        >= (byte)'A' and <= (byte)'F' => code - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => code - 'a' + 10,
        _ => -1,
    };
}
