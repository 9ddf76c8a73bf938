namespace MailAdmin.Diagnostics;

/// <summary>The ports that IANA and RFC 8314 give to mail.</summary>
public static class StandardPorts
{
    /// <summary>Every standard port, the one to try first for a protocol before its others.</summary>
    public static IReadOnlyList<KnownEndPoint> All { get; } =
    [
        new(MailProtocol.Smtp, 25, TlsMode.StartTls),
        new(MailProtocol.Submission, 587, TlsMode.StartTls),
        new(MailProtocol.Submission, 465, TlsMode.Implicit),
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

    /// <summary>What a port number stands for; null: nothing.</summary>
    public static KnownEndPoint? ByNumber(int port) => All.FirstOrDefault(known => known.Port == port);
}
