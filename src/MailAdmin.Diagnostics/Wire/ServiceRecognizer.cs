using System.Text;

namespace MailAdmin.Diagnostics.Wire;

/// <summary>
/// Recognizes a service by the first bytes that it sends. SMTP: RFC 5321 §4.2; POP3: RFC 1939 §4; IMAP: RFC 3501
/// §7.1.5; TLS: RFC 8446 §5.1; FTP shares SMTP's 220 (RFC 959 §5.4), so only its words differ.
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

    /// <summary>The kind of server that speaks a protocol.</summary>
    public static ServiceKind KindOf(MailProtocol protocol) => protocol switch
    {
        MailProtocol.Pop3 => ServiceKind.Pop3,
        MailProtocol.Imap => ServiceKind.Imap,
        _ => ServiceKind.Smtp,
    };

    public static ServiceKind Recognize(string line) => Recognize(Encoding.Latin1.GetBytes(line + "\r\n"));

    public static ServiceKind Recognize(ReadOnlySpan<byte> reply)
    {
        if (reply.Length >= 2 && reply[0] is TlsAlert or TlsHandshake && reply[1] == 3)
        {
            return ServiceKind.Tls;
        }

        if (reply.Length > 0 && reply[0] == TelnetInterpretAsCommand)
        {
            return ServiceKind.Telnet;
        }

        string text = Encoding.Latin1.GetString(reply);
        (string? start, ServiceKind kind) = Beginnings.FirstOrDefault(
            beginning => text.StartsWith(beginning.Start, StringComparison.OrdinalIgnoreCase));
        return start is not null ? kind : IsThreeDigitReply(text) ? RecognizeReply(text) : RecognizeByWords(text);
    }

    /// <summary>The outcome when a server is not of the kind that was expected.</summary>
    public static CheckOutcome Mismatch(ServiceKind kind, string line) => kind switch
    {
        ServiceKind.Tls => CheckOutcome.Fail(MailTestCode.PlainOnTlsPort),
        ServiceKind.Unknown =>
            CheckOutcome.Fail(MailTestCode.WrongProtocol, "Unknown", ("answer", SafeText.Ascii(line))),
        _ =>
            CheckOutcome.Fail(MailTestCode.WrongProtocol, ("found", kind.ToString()), ("answer", SafeText.Ascii(line))),
    };

    private static bool IsThreeDigitReply(string text) =>
        text.Length >= 3
            && text[..3].All(char.IsAsciiDigit)
            && (text.Length == 3 || text[3] is ' ' or '-' or '\r' or '\n');

    private static ServiceKind RecognizeReply(string text)
    {
        if (Has(text, "ftp") && !Has(text, "smtp"))
        {
            return ServiceKind.Ftp;
        }

        return Has(text, "lmtp") ? ServiceKind.Lmtp
            : text[0] is '2' or '4' or '5' ? ServiceKind.Smtp
            : ServiceKind.Unknown;
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
