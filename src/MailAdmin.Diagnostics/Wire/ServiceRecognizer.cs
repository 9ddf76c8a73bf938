using System.Text;

namespace MailAdmin.Diagnostics.Wire;

/// <summary>
/// Tells a service by the first octets it sends. SMTP: RFC 5321 §4.2; POP3: RFC 1939 §4; IMAP: RFC 3501 §7.1.5;
/// TLS: RFC 8446 §5.1; FTP shares SMTP's 220 (RFC 959 §5.4), so only its words tell them apart.
/// </summary>
internal static class ServiceRecognizer
{
    private const byte TlsAlert = 0x15;
    private const byte TlsHandshake = 0x16;
    private const byte TelnetInterpretAsCommand = 0xFF;

    private static readonly (string Start, ServiceKind Kind)[] Beginnings =
    [
        ("+OK", ServiceKind.Pop3),
        ("-ERR", ServiceKind.Pop3),
        ("* OK", ServiceKind.Imap),
        ("* PREAUTH", ServiceKind.Imap),
        ("* BYE", ServiceKind.Imap),
        ("SSH-", ServiceKind.Ssh),
        ("HTTP/", ServiceKind.Http),
        ("<!DOCTYPE", ServiceKind.Http),
        ("<html", ServiceKind.Http),
        ("\"IMPLEMENTATION\"", ServiceKind.ManageSieve),
        ("RFB 00", ServiceKind.Vnc),
        ("200 ", ServiceKind.Nntp),
        ("201 ", ServiceKind.Nntp),
    ];

    public static ServiceKind Recognize(ReadOnlySpan<byte> answer)
    {
        if (answer.Length >= 2 && answer[0] is TlsAlert or TlsHandshake && answer[1] == 3)
        {
            return ServiceKind.Tls;
        }

        if (answer.Length > 0 && answer[0] == TelnetInterpretAsCommand)
        {
            return ServiceKind.Telnet;
        }

        string text = Encoding.Latin1.GetString(answer);
        foreach ((string start, ServiceKind kind) in Beginnings)
        {
            if (text.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            {
                return kind;
            }
        }

        return IsReplyOfThreeDigits(text) ? RecognizeReply(text) : RecognizeByWords(text);
    }

    private static bool IsReplyOfThreeDigits(string text) =>
        text.Length >= 3 && text[..3].All(char.IsAsciiDigit) && (text.Length == 3 || text[3] is ' ' or '-' or '\r' or '\n');

    private static ServiceKind RecognizeReply(string text)
    {
        if (Has(text, "ftp") && !Has(text, "smtp"))
        {
            return ServiceKind.Ftp;
        }

        if (Has(text, "lmtp"))
        {
            return ServiceKind.Lmtp;
        }

        return text[0] is '2' or '4' or '5' ? ServiceKind.Smtp : ServiceKind.Unknown;
    }

    private static ServiceKind RecognizeByWords(string text)
    {
        if (text.StartsWith(':') && Has(text, " NOTICE "))
        {
            return ServiceKind.Irc;
        }

        // The packet of a MySQL server begins with its length; the version and the plug-in's name are in plain text.
        return Has(text, "mysql_native_password") || Has(text, "caching_sha2_password") || Has(text, "MariaDB")
            ? ServiceKind.MySql
            : ServiceKind.Unknown;
    }

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
