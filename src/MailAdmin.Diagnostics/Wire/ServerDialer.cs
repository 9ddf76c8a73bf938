using System.Net;
using System.Net.Sockets;

namespace MailAdmin.Diagnostics.Wire;

/// <summary>Reaches a server by name for checks that make several connections; the name is looked up once.</summary>
internal sealed class ServerDialer(string server, IPAddress? known, IHostResolver resolver, TimeProvider timeProvider)
{
    private IReadOnlyList<IPAddress>? addresses =
        (known ?? (IPAddress.TryParse(server, out IPAddress? literal) ? literal : null)) is { } address
            ? [address]
            : null;

    /// <summary>Looks the name up. Returns null when it has an address, and otherwise the cause.</summary>
    public async Task<CheckOutcome?> ResolveAsync(CancellationToken cancellationToken)
    {
        try
        {
            addresses ??= await resolver.ResolveAsync(server, cancellationToken);
            return addresses.Count == 0 ? CheckOutcome.Fail(MailTestCode.HostNotFound) : null;
        }
        catch (SocketException e)
        {
            bool isUnanswered = e.SocketErrorCode is SocketError.TryAgain or SocketError.NoRecovery;
            return CheckOutcome.Fail(isUnanswered ? MailTestCode.ResolverUnreachable : MailTestCode.HostNotFound);
        }
    }

    /// <summary>Opens a connection for a check that reads and writes itself.</summary>
    /// <exception cref="SocketException">No address answered, or the server has none.</exception>
    public async Task<ProbeConnection> ConnectAsync(
        int port, Transcript transcript, CancellationToken cancellationToken)
    {
        Socket socket = await DialAsync(port, cancellationToken);
        transcript.AddRemark($"connected to {socket.RemoteEndPoint}");
        return new ProbeConnection(socket, transcript);
    }

    /// <summary>Opens a connection.</summary>
    /// <exception cref="SocketException">No address answered, or the server has none.</exception>
    public async Task<Socket> DialAsync(int port, CancellationToken cancellationToken)
    {
        addresses ??= await resolver.ResolveAsync(server, cancellationToken);
        return await PortDialer.ConnectAsync(addresses, port, timeProvider, cancellationToken);
    }

    /// <summary>The cause that the failure of a connection stands for.</summary>
    public static CheckOutcome Explain(Exception failure) => failure switch
    {
        SocketException
        {
            SocketErrorCode: SocketError.NetworkUnreachable or SocketError.NetworkDown
                or SocketError.HostUnreachable or SocketError.HostDown
        } => CheckOutcome.Fail(MailTestCode.NetworkUnreachable),
        SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.AccessDenied } =>
            CheckOutcome.Fail(MailTestCode.PortFiltered),
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
            CheckOutcome.Fail(MailTestCode.PortClosed),
        OperationCanceledException => CheckOutcome.Fail(MailTestCode.Timeout),
        _ => CheckOutcome.Fail(MailTestCode.ServerBusy, "Closed"),
    };
}
