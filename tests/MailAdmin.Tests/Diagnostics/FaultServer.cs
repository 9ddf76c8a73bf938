using System.Net;
using System.Net.Sockets;

namespace MailAdmin.Tests.Diagnostics;

/// <summary>A port on loopback where each connection is played by a script, so that it can misbehave on cue.</summary>
internal sealed class FaultServer : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Func<FaultConnection, Task> script;
    private readonly Task accepting;

    public FaultServer(Func<FaultConnection, Task> script)
    {
        this.script = script;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>A server that sends some octets and then listens in silence.</summary>
    public static FaultServer Saying(byte[] octets) => new(async connection =>
    {
        await connection.SendAsync(octets);
        await connection.DrainAsync();
    });

    public async ValueTask DisposeAsync()
    {
        // The accept is awaited before the listener goes, which would otherwise be used after its end.
        await stopping.CancelAsync();
        await accepting;
        listener.Stop();
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                Socket socket = await listener.AcceptSocketAsync(stopping.Token);
                connections.Add(ServeAsync(socket));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }

        await Task.WhenAll(connections);
    }

    private async Task ServeAsync(Socket socket)
    {
        await using FaultConnection connection = new(socket, stopping.Token);
        try
        {
            socket.NoDelay = true;
            await script(connection);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException
            or System.Security.Authentication.AuthenticationException or ObjectDisposedException)
        {
            // The client left; that is what many of these tests are about.
        }
    }
}
