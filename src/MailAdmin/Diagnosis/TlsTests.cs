using System.Runtime.CompilerServices;
using MailAdmin.Diagnostics;
using MailAdmin.Diagnostics.Tls;

namespace MailAdmin.Diagnosis;

/// <summary>Names the test of TLS, whose assembly is loaded when it is first used.</summary>
internal static class TlsTests
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IAsyncEnumerable<MailTestResult> RunAsync(
        string server,
        int[] ports,
        MailProtocol? protocol,
        TlsMode mode,
        TimeSpan timeout,
        int warningDays,
        CancellationToken cancellationToken)
    {
        TlsTestRequest request = new()
        {
            Server = server,
            EndPoints = ports.Length > 0
                ? [.. ports.Select(port => EndPointOf(server, port, protocol, mode))]
                : Standard(protocol, mode),
            ArePortsGiven = ports.Length > 0,
            Timeout = timeout,
            WarningDays = warningDays,
        };
        return new TlsTest(TimeProvider.System, new SystemHostResolver()).RunAsync(request, cancellationToken);
    }

    private static IReadOnlyList<KnownEndPoint> Standard(MailProtocol? protocol, TlsMode mode) =>
    [
        .. StandardPorts.All
            .Where(
                port =>
                    (protocol is null || port.Protocol == protocol) && (mode is TlsMode.Auto || port.TlsMode == mode))
            .OrderBy(port => port.Protocol),
    ];

    private static KnownEndPoint EndPointOf(string server, int port, MailProtocol? protocol, TlsMode mode)
    {
        KnownEndPoint? known = StandardPorts.ByNumber(port);
        MailProtocol spoken = protocol ?? known?.Protocol
            ?? throw MailException.Of(MailError.InvalidArgument.As("PortWithoutProtocol"), port);
        return new KnownEndPoint(
            spoken,
            port,
            mode != TlsMode.Auto ? mode : known is not null && known.Protocol == spoken ? known.TlsMode : TlsMode.Auto);
    }
}
