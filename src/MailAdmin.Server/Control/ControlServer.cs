using System.Collections.Concurrent;
using MailAdmin.Requests;
using MailAdmin.Server.Telemetry;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Control;

/// <summary>Answers the other processes that use a store, on behalf of its owner.</summary>
/// <param name="store">What they may ask.</param>
/// <param name="owner">Keeps the store open while a call runs.</param>
/// <param name="listener">Where they come in.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="logger">Where faults go.</param>
internal sealed class ControlServer(
    IMailAdministration store,
    IControlOwner owner,
    IControlListener listener,
    TimeProvider timeProvider,
    ILogger<ControlServer> logger)
    : IAsyncDisposable
{
    // A process that has run out of handles must not spend its time with finding so.
    private static readonly TimeSpan AcceptRetryDelay = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentDictionary<ControlConnection, Task> connections = new();
    private Task accepting = Task.CompletedTask;

    public void Start()
    {
        ServerLog.ControlOpened(logger, listener.EndPoint);
        accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Lets others find it again, if somebody has removed what they find it by.</summary>
    /// <exception cref="IOException">That cannot be done now.</exception>
    public void Restore()
    {
        if (listener.Restore())
        {
            ServerLog.ControlRestored(logger, listener.EndPoint);
        }
    }

    /// <summary>Takes no more calls, waits for those that run, and removes the place where others connect.</summary>
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await accepting;
        try
        {
            listener.Dispose();
        }
        finally
        {
            await Task.WhenAll(connections.Values);
            closing.Dispose();
        }
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
                await Task.Delay(AcceptRetryDelay, timeProvider, closing.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RunAsync(ControlConnection connection)
    {
        await Task.Yield();
        try
        {
            await using (connection)
            {
                await connection.RunAsync(closing.Token);
            }
        }
#pragma warning disable CA1031 // A fault of one connection must not keep the store from closing; it is logged in full.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ServerLog.ControlConnectionFaulted(logger, exception);
        }
        finally
        {
            connections.TryRemove(connection, out _);
        }
    }
}
