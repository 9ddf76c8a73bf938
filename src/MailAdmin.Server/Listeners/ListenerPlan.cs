using System.Net;
using MailAdmin.Requests;
using MailAdmin.Server.Arguments;

namespace MailAdmin.Server.Listeners;

/// <summary>
/// Which ports a request asks for. Standard ports: RFC 5321 §4.5.4.2 (25), RFC 6409 §3.1 (587), RFC 8314 §7.3 (465),
/// RFC 1939 §3 (110), RFC 8314 §7.1 (995), RFC 9051 §2.1 (143, 993).
/// </summary>
internal static class ListenerPlan
{
    private static readonly ListenerSpecification[] Standard =
    [
        new(MailProtocol.Smtp, TlsMode.StartTls, 25),
        new(MailProtocol.Submission, TlsMode.StartTls, 587),
        new(MailProtocol.Submission, TlsMode.Implicit, 465),
        new(MailProtocol.Pop3, TlsMode.StartTls, 110),
        new(MailProtocol.Pop3, TlsMode.Implicit, 995),
        new(MailProtocol.Imap, TlsMode.StartTls, 143),
        new(MailProtocol.Imap, TlsMode.Implicit, 993),
    ];

    /// <exception cref="MailException">InvalidArgument.</exception>
    public static IReadOnlyList<ListenerSpecification> For(StartListeners request)
    {
        return request.Port is { } port ? [OnPort(request, port)] : OnStandardPorts(request);
    }

    private static ListenerSpecification OnPort(StartListeners request, int port)
    {
        if (request.Protocol.Count != 1)
        {
            throw Argument.Invalid(nameof(request.Port), port, "it goes with exactly one protocol");
        }

        MailProtocol protocol = request.Protocol[0];
        TlsMode mode = request.TlsMode is { } given and not TlsMode.Auto
            ? given
            : Standard.FirstOrDefault(known => known.Protocol == protocol && known.Port == port)?.TlsMode ?? TlsMode.StartTls;
        return new ListenerSpecification(protocol, mode, RequirePort(port == 0 ? 0 : port + request.PortOffset, nameof(request.Port)));
    }

    private static ListenerSpecification[] OnStandardPorts(StartListeners request)
    {
        // Without TLS, a protocol has the port on which the others offer STARTTLS.
        TlsMode? portsOf = request.TlsMode switch
        {
            TlsMode.Auto => null,
            TlsMode.None => TlsMode.StartTls,
            TlsMode mode => mode,
            null => null,
        };
        ListenerSpecification[] chosen =
        [
            .. Standard
                .Where(known => request.Protocol.Count == 0 || request.Protocol.Contains(known.Protocol))
                .Where(known => portsOf is null || known.TlsMode == portsOf)
                .Select(known => known with
                {
                    TlsMode = request.TlsMode == TlsMode.None ? TlsMode.None : known.TlsMode,
                    Port = RequirePort(known.Port + request.PortOffset, nameof(request.PortOffset)),
                }),
        ];
        return chosen.Length > 0
            ? chosen
            : throw Argument.Invalid(
                nameof(request.TlsMode), request.TlsMode, $"{string.Join(", ", request.Protocol)} has no standard port of this mode; give a Port");
    }

    private static int RequirePort(int port, string name) =>
        port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort
            ? port
            : throw Argument.Invalid(name, port, $"a port is between 1 and {IPEndPoint.MaxPort}");
}
