using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace MailAdmin.Diagnostics.Wire;

/// <summary>Finds out which service answers at a port, without sending anything but a handshake.</summary>
internal static class PortRecognizer
{
    /// <summary>The service; Tls when a handshake was completed but the server sent nothing after it.</summary>
    public static async Task<ServiceKind> RecognizeAsync(
        IPAddress address,
        int port,
        TlsMode mode,
        TimeSpan timeout,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(timeout, timeProvider);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        ProbeConnection? connection = null;
        try
        {
            Socket socket = await PortDialer.ConnectAsync([address], port, timeProvider, either.Token);
            connection = new ProbeConnection(socket, new Transcript());
            if (mode == TlsMode.Implicit)
            {
                await connection.StartTlsUnverifiedAsync("localhost", either.Token);
            }

            await connection.WaitForDataAsync(either.Token);
            return ServiceRecognizer.Recognize(connection.Buffered);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return connection?.Tls is null ? ServiceKind.Unknown : ServiceKind.Tls;
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or Win32Exception)
        {
            // Nothing is there, or the server answers the handshake with something else.
            return connection is null ? ServiceKind.Unknown : ServiceRecognizer.Recognize(connection.FirstBytes.Span);
        }
        finally
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
        }
    }
}
