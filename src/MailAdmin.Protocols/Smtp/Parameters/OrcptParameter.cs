using System.Globalization;
using System.Text;
using System.Text.Unicode;
using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Parameters;

/// <summary>ORCPT: the recipient as the sender named it first. RFC 3461 §4.2; RFC 6533 §3 (type utf-8)</summary>
internal static class OrcptParameter
{
    private const int MaxBytes = 500;
    private const int MaxHexPoint = 6;

    // original-recipient-address = addr-type ";" xtext; for utf-8: utf-8-addr-xtext, and raw UTF-8 with SMTPUTF8
    public static SmtpReply? Read(SmtpSession session, ReadOnlySpan<byte> value, RcptParameters parameters)
    {
        int semicolon = value.IndexOf((byte)';');
        if (semicolon <= 0 || value.Length > MaxBytes || !IsType(value[..semicolon]))
        {
            return SmtpReplies.BadParameters;
        }

        ReadOnlySpan<byte> encoded = value[(semicolon + 1)..];
        bool isUtf8 = Ascii.EqualsIgnoreCase(value[..semicolon], "utf-8");
        bool valid = isUtf8
            ? TryDecodeUtf8(encoded, session.Transaction!.Options.UsesUtf8, out string text)
            : Xtext.TryDecode(encoded, out text);
        parameters.OriginalRecipient = valid ? $"{Encoding.ASCII.GetString(value[..semicolon])};{text}" : null;
        return valid ? null : SmtpReplies.BadParameters;
    }

    private static bool IsType(ReadOnlySpan<byte> type)
    {
        foreach (byte letter in type)
        {
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter != '-')
            {
                return false;
            }
        }

        return true;
    }

    // EmbeddedUnicodeChar = "\x{" HEXPOINT "}"
    private static bool TryDecodeUtf8(ReadOnlySpan<byte> encoded, bool allowsRaw, out string text)
    {
        text = "";
        if (encoded.IsEmpty || !Utf8.IsValid(encoded) || (!allowsRaw && !Ascii.IsValid(encoded)))
        {
            return false;
        }

        StringBuilder decoded = new();
        string rest = Encoding.UTF8.GetString(encoded);
        for (int position = 0; position < rest.Length; position++)
        {
            if (rest[position] != '\\')
            {
                decoded.Append(rest[position]);
                continue;
            }

            int end = rest.IndexOf('}', position);
            if (!rest.AsSpan(position).StartsWith("\\x{", StringComparison.OrdinalIgnoreCase)
                || end - position - 3 is < 1 or > MaxHexPoint
                || !int.TryParse(
                    rest.AsSpan(position + 3, end - position - 3),
                    NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture,
                    out int point)
                || !Rune.IsValid(point))
            {
                return false;
            }

            decoded.Append(new Rune(point));
            position = end;
        }

        text = decoded.ToString();
        return !text.Any(char.IsControl);
    }
}
