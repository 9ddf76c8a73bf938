using System.Net;
using MailAdmin.Requests;
using MailAdmin.Server.Arguments;
using MailAdmin.Texts;

namespace MailAdmin.Server.Listeners;

/// <summary>Determines which ports a request opens.</summary>
internal static class ListenerPlan
{
    // Lists of listeners begin with the port for clients without TLS from the start.
    private static readonly KnownEndPoint[] Standard =
        [.. StandardPorts.All.OrderBy(known => (known.Protocol, known.TlsMode))];

    /// <exception cref="MailException">InvalidArgument.</exception>
    public static IReadOnlyList<KnownEndPoint> For(StartListeners request)
    {
        return request.Port is { } port ? [OnPort(request, port)] : OnStandardPorts(request);
    }

    private static KnownEndPoint OnPort(StartListeners request, int port)
    {
        if (request.Protocol.Count != 1)
        {
            throw Argument.Invalid(nameof(request.Port), port, MailText.Of("Reason.PortWithoutProtocol"));
        }

        MailProtocol protocol = request.Protocol[0];
        TlsMode mode = request.TlsMode is { } given and not TlsMode.Auto
            ? given
            : Standard.FirstOrDefault(known => known.Protocol == protocol && known.Port == port)?.TlsMode
                ?? TlsMode.StartTls;
        return new KnownEndPoint(
            protocol, RequirePort(port == 0 ? 0 : port + request.PortOffset, nameof(request.Port)), mode);
    }

    private static KnownEndPoint[] OnStandardPorts(StartListeners request)
    {
        // Without TLS, a protocol has the port at which it otherwise offers STARTTLS.
        TlsMode? portsOf = request.TlsMode switch
        {
            TlsMode.Auto => null,
            TlsMode.None => TlsMode.StartTls,
            TlsMode mode => mode,
            null => null,
        };
        KnownEndPoint[] chosen =
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
                nameof(request.TlsMode),
                request.TlsMode,
                MailText.Of("Reason.NoStandardPort", string.Join(", ", request.Protocol)));
    }

    private static int RequirePort(int port, string name) =>
        port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort
            ? port
            : throw Argument.Invalid(name, port, MailText.Of("Reason.Between", 1, IPEndPoint.MaxPort));
}
