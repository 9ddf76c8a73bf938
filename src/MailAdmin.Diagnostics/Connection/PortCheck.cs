using System.Net;
using System.Net.Sockets;
using MailAdmin.Diagnostics.Wire;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>Connects to the port, and detects whether it begins with TLS when nothing says so.</summary>
internal sealed class PortCheck() : ConnectionCheck(MailTestLayer.Port)
{
    public override CheckOutcome? ReasonToSkip(ConnectionContext context) =>
        context.Candidates.Count == 0 ? CheckOutcome.Skip("NoAddress") : null;

    public override async Task<CheckOutcome> RunAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        ConnectionTestRequest request = context.Request;
        if (!request.HasListener)
        {
            return CheckOutcome.Fail(MailTestCode.PortClosed);
        }

        Socket socket;
        try
        {
            socket = await PortDialer.ConnectAsync(
                context.Candidates, request.Port, context.TimeProvider, cancellationToken);
        }
        catch (SocketException e)
        {
            context.Transcript.AddRemark(e.Message);
            CheckOutcome outcome = ServerDialer.Explain(e);
            return outcome.Code == MailTestCode.ServerBusy ? CheckOutcome.Fail(MailTestCode.PortClosed) : outcome;
        }
        catch (OperationCanceledException)
        {
            // ConnectionTest tells a timeout from a stop by the user; here a timeout has a name of its own.
            context.Transcript.AddRemark(
                $"no answer from {string.Join(", ", context.Candidates)}, port {request.Port}");
            return CheckOutcome.Fail(MailTestCode.PortFiltered);
        }

        context.ConnectedAddress = (socket.RemoteEndPoint as IPEndPoint)?.Address;
        context.Transcript.AddRemark($"connected to {socket.RemoteEndPoint}");
        context.Connection = new ProbeConnection(socket, context.Transcript);
        context.Mode = ExpectedMode(request) ?? await DetectModeAsync(context, cancellationToken);
        return CheckOutcome.Pass("Port");
    }

    /// <summary>The mode by the request, our own listeners or the port's number; null when none of them says.</summary>
    private static TlsMode? ExpectedMode(ConnectionTestRequest request)
    {
        if (request.TlsMode != TlsMode.Auto)
        {
            return request.TlsMode;
        }

        KnownEndPoint? known = request.KnownEndPoints.FirstOrDefault(point => point.Port == request.Port);
        return (known ?? StandardPorts.ByNumber(request.Port))?.TlsMode;
    }

    /// <summary>A server that greets at once begins in the clear; a silent one may wait for a handshake.</summary>
    private static async Task<TlsMode> DetectModeAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        Task<bool> greeting = context.Connection!.WaitForDataAsync(cancellationToken);
        if (!await context.IsSilentAsync(greeting, cancellationToken)
            || await context.RecognizeInsideTlsAsync(cancellationToken) == ServiceKind.Unknown)
        {
            // The wait goes on for the sake of a server that is only slow.
            return TlsMode.StartTls;
        }

        await context.Connection.DisposeAsync();
        Socket socket = await PortDialer.ConnectAsync(
            [context.ConnectedAddress!], context.Request.Port, context.TimeProvider, cancellationToken);
        context.Connection = new ProbeConnection(socket, context.Transcript);
        return TlsMode.Implicit;
    }
}
