using System.Net;
using System.Net.Sockets;

namespace MailAdmin.Diagnostics.Wire;

/// <summary>Reaches a server by name for checks that make several connections; the name is looked up once.</summary>
internal sealed class ServerDialer(string server, IPAddress? known, IHostResolver resolver, TimeProvider timeProvider)
{
    private IReadOnlyList<IPAddress>? addresses = known is not null ? [known] : IPAddress.TryParse(server, out IPAddress? literal) ? [literal] : null;

    /// <summary>Looks the name up; null: it is known, else why it is not.</summary>
    public async Task<CheckOutcome?> ResolveAsync(CancellationToken cancellationToken)
    {
        if (addresses is not null)
        {
            return null;
        }

        try
        {
            IReadOnlyList<IPAddress> found = await resolver.ResolveAsync(server, cancellationToken);
            addresses = found;
            return found.Count == 0 ? CheckOutcome.Fail(MailTestCode.HostNotFound) : null;
        }
        catch (SocketException e)
        {
            bool nobodyAnswered = e.SocketErrorCode is SocketError.TryAgain or SocketError.NoRecovery;
            return CheckOutcome.Fail(nobodyAnswered ? MailTestCode.ResolverUnreachable : MailTestCode.HostNotFound);
        }
    }

    /// <summary>A new connection.</summary>
    /// <exception cref="SocketException">It could not be made.</exception>
    public async Task<ProbeConnection> ConnectAsync(int port, Transcript transcript, CancellationToken cancellationToken)
    {
        Socket socket = await PortDialer.ConnectAsync(addresses ?? [], port, timeProvider, cancellationToken);
        transcript.Note($"connected to {socket.RemoteEndPoint}");
        return new ProbeConnection(socket, transcript);
    }

    /// <summary>The cause that a fault of a connection stands for.</summary>
    public static CheckOutcome Explain(Exception fault) => fault switch
    {
        SocketException { SocketErrorCode: SocketError.NetworkUnreachable or SocketError.NetworkDown or SocketError.HostUnreachable or SocketError.HostDown }
            => CheckOutcome.Fail(MailTestCode.NetworkUnreachable),
        SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.AccessDenied } => CheckOutcome.Fail(MailTestCode.PortFiltered),
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => CheckOutcome.Fail(MailTestCode.PortClosed),
        OperationCanceledException => CheckOutcome.Fail(MailTestCode.Timeout),
        _ => CheckOutcome.Fail(MailTestCode.ServerBusy, "Closed"),
    };
}
