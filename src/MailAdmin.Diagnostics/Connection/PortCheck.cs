using System.Net;
using System.Net.Sockets;
using MailAdmin.Diagnostics.Wire;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>Connects to the port, and finds out how it wants to be spoken to when nobody said.</summary>
internal sealed class PortCheck : IConnectionCheck
{
    public MailTestLayer Layer => MailTestLayer.Port;

    public CheckOutcome? ReasonToSkip(ConnectionContext context) =>
        Candidates(context).Count == 0 ? CheckOutcome.Skip("NoAddress") : null;

    public async Task<CheckOutcome> RunAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        if (!context.Request.HasListener)
        {
            return CheckOutcome.Fail(MailTestCode.PortClosed);
        }

        Socket socket;
        try
        {
            socket = await PortDialer.ConnectAsync(Candidates(context), context.Request.Port, context.TimeProvider, cancellationToken);
        }
        catch (SocketException e)
        {
            context.Transcript.Note(e.Message);
            return CheckOutcome.Fail(CodeOf(e.SocketErrorCode));
        }
        catch (OperationCanceledException)
        {
            // The chain tells a time-out from a stop by the user; here a time-out has a name of its own.
            context.Transcript.Note($"no answer from {string.Join(", ", Candidates(context))}, port {context.Request.Port}");
            return CheckOutcome.Fail(MailTestCode.PortFiltered);
        }

        context.ConnectedAddress = (socket.RemoteEndPoint as IPEndPoint)?.Address;
        context.Transcript.Note($"connected to {socket.RemoteEndPoint}");
        context.Connection = new ProbeConnection(socket, context.Transcript);
        context.Mode = ExpectedMode(context.Request) ?? await ListenForModeAsync(context, cancellationToken);
        return CheckOutcome.Pass("Port");
    }

    private static IReadOnlyList<IPAddress> Candidates(ConnectionContext context)
    {
        if (context.Request.ConnectAddress is { } known)
        {
            return [known];
        }

        return IPAddress.TryParse(context.Request.Server, out IPAddress? literal) ? [literal] : context.Addresses;
    }

    private static string CodeOf(SocketError error) => error switch
    {
        SocketError.NetworkUnreachable or SocketError.NetworkDown or SocketError.HostUnreachable or SocketError.HostDown
            => MailTestCode.NetworkUnreachable,
        SocketError.TimedOut or SocketError.AccessDenied => MailTestCode.PortFiltered,
        _ => MailTestCode.PortClosed,
    };

    /// <summary>What the request, our own listeners or the number of the port say; null: nothing does.</summary>
    private static TlsMode? ExpectedMode(ConnectionTestRequest request)
    {
        if (request.TlsMode != TlsMode.Auto)
        {
            return request.TlsMode;
        }

        KnownEndPoint? known = request.KnownEndPoints.FirstOrDefault(point => point.Port == request.Port);
        return (known ?? StandardPorts.ByNumber(request.Port))?.TlsMode;
    }

    /// <summary>A server that greets at once speaks in the clear; one that is silent waits for a handshake.</summary>
    private static async Task<TlsMode> ListenForModeAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        Task<bool> spoke = context.Connection!.WaitForOctetsAsync(cancellationToken);
        Task silence = Task.Delay(Timeouts.Silence(context.Request.Timeout), context.TimeProvider, cancellationToken);
        if (await Task.WhenAny(spoke, silence) == spoke)
        {
            return TlsMode.StartTls;
        }

        // The read goes on for the sake of a server that is only slow; it is given up with this connection.
        ServiceKind answer = await PortSearch.RecognizeAsync(
            context.ConnectedAddress!, context.Request.Port, TlsMode.Implicit, Timeouts.Guess, context.TimeProvider, cancellationToken);
        if (answer == ServiceKind.Unknown)
        {
            return TlsMode.StartTls;
        }

        await context.Connection.DisposeAsync();
        Socket socket = await PortDialer.ConnectAsync(
            [context.ConnectedAddress!], context.Request.Port, context.TimeProvider, cancellationToken);
        context.Connection = new ProbeConnection(socket, context.Transcript);
        return TlsMode.Implicit;
    }
}
