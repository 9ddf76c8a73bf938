namespace MailAdmin;

/// <summary>
/// The ports that IANA gives to mail. RFC 5321 §4.5.4.2 (25), RFC 6409 §3.1 (587), RFC 8314 §7.3 (465), RFC 8314 §7.1
/// (995), RFC 1939 §3 (110), RFC 9051 §2.1 (993, 143)
/// </summary>
public static class StandardPorts
{
    /// <summary>The port at which mail servers receive from each other.</summary>
    public const int Smtp = 25;

    /// <summary>The port for submission at which TLS begins at once.</summary>
    public const int ImplicitSubmission = 465;

    /// <summary>Every standard port; of each protocol first the one that a client should try first.</summary>
    public static IReadOnlyList<KnownEndPoint> All { get; } =
    [
        new(MailProtocol.Smtp, Smtp, TlsMode.StartTls),
        new(MailProtocol.Submission, 587, TlsMode.StartTls),
        new(MailProtocol.Submission, ImplicitSubmission, TlsMode.Implicit),
        new(MailProtocol.Pop3, 995, TlsMode.Implicit),
        new(MailProtocol.Pop3, 110, TlsMode.StartTls),
        new(MailProtocol.Imap, 993, TlsMode.Implicit),
        new(MailProtocol.Imap, 143, TlsMode.StartTls),
    ];

    /// <summary>The port of a protocol in a mode; for Auto and None, the one to try first.</summary>
    public static KnownEndPoint For(MailProtocol protocol, TlsMode mode)
    {
        TlsMode wanted = mode == TlsMode.None ? TlsMode.StartTls : mode;
        return All.FirstOrDefault(port => port.Protocol == protocol && port.TlsMode == wanted)
            ?? All.First(port => port.Protocol == protocol);
    }

    /// <summary>The standard use of a port number, or null when it has none.</summary>
    public static KnownEndPoint? ByNumber(int port) => All.FirstOrDefault(known => known.Port == port);
}
