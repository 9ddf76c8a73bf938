namespace MailAdmin;

/// <summary>
/// The ports that IANA gives to mail. RFC 5321 §4.5.4.2 (25), RFC 6409 §3.1 (587), RFC 8314 §7.3 (465), RFC 1939 §3 (110),
/// RFC 8314 §7.1 (995), RFC 9051 §2.1 (143, 993)
/// </summary>
public static class StandardPorts
{
    /// <summary>Every standard port; the port to try first for a protocol precedes its others.</summary>
    public static IReadOnlyList<MailEndPoint> All { get; } =
    [
        new(MailProtocol.Smtp, 25, TlsMode.StartTls),
        new(MailProtocol.Submission, 587, TlsMode.StartTls),
        new(MailProtocol.Submission, 465, TlsMode.Implicit),
        new(MailProtocol.Pop3, 995, TlsMode.Implicit),
        new(MailProtocol.Pop3, 110, TlsMode.StartTls),
        new(MailProtocol.Imap, 993, TlsMode.Implicit),
        new(MailProtocol.Imap, 143, TlsMode.StartTls),
    ];

    /// <summary>The port of a protocol in a mode; for Auto the port to try first, for None the port that offers STARTTLS.</summary>
    public static MailEndPoint For(MailProtocol protocol, TlsMode mode)
    {
        TlsMode wanted = mode == TlsMode.None ? TlsMode.StartTls : mode;
        return All.FirstOrDefault(port => port.Protocol == protocol && port.TlsMode == wanted)
            ?? All.First(port => port.Protocol == protocol);
    }

    /// <summary>The standard use of a port number; null when it has none.</summary>
    public static MailEndPoint? ByNumber(int port) => All.FirstOrDefault(known => known.Port == port);
}
