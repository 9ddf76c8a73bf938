using System.Collections.Concurrent;
using MailAdmin.Requests;
using MailAdmin.Server.Telemetry;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Control;

/// <summary>Answers the other processes that use a store, on behalf of its owner.</summary>
/// <param name="store">What they may ask.</param>
/// <param name="owner">Keeps the store open while a call runs.</param>
/// <param name="listener">Where they come in.</param>
/// <param name="logger">Where faults go.</param>
internal sealed class ControlServer(
    IMailAdministration store, IControlOwner owner, IControlListener listener, ILogger<ControlServer> logger)
    : IAsyncDisposable
{
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentDictionary<ControlConnection, Task> connections = new();
    private Task accepting = Task.CompletedTask;

    public void Start()
    {
        ServerLog.ControlOpened(logger, listener.EndPoint);
        accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Takes no more calls, waits for those that run, and removes the place where others connect.</summary>
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await accepting;
        listener.Dispose();
        await Task.WhenAll(connections.Values);
        closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!closing.IsCancellationRequested)
        {
            try
            {
                Stream stream = await listener.AcceptAsync(closing.Token);
                ControlConnection connection = new(new ControlChannel(stream), store, owner, logger);
                connections[connection] = Task.CompletedTask;
                connections[connection] = RunAsync(connection);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
            {
                ServerLog.ControlConnectionBroken(logger, exception);
            }
        }
    }

    private async Task RunAsync(ControlConnection connection)
    {
        await Task.Yield();
        await using (connection)
        {
            await connection.RunAsync(closing.Token);
        }

        connections.TryRemove(connection, out _);
    }
}
