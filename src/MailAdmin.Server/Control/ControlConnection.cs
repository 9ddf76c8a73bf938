using System.Collections.Concurrent;
using System.Text.Json;
using MailAdmin.Requests;
using MailAdmin.Server.Telemetry;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Control;

/// <summary>
/// One process that uses the store of this one. Calls begin in the order in which they come, and run together.
/// </summary>
internal sealed class ControlConnection(
    ControlChannel channel, IMailAdministration store, IControlOwner owner, ILogger logger)
    : IAsyncDisposable
{
    // Further calls wait in the socket.
    private const int MaxConcurrentCalls = 4_096;

    // A client that does not take its answers must not keep the store from closing.
    private static readonly TimeSpan ClosingTimeout = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<int, CancellationTokenSource> calls = new();
    private readonly SemaphoreSlim places = new(MaxConcurrentCalls);
    private int lastBegun;

    /// <summary>Runs until the other side leaves or this one closes; never throws.</summary>
    public async Task RunAsync(CancellationToken closing)
    {
        bool clientLeft = true;
        try
        {
            await channel.WriteAsync(
                ControlKind.Greeting, 0, "", owner.Greet(), ControlJson.Default.OwnerGreeting, closing);
            clientLeft = await ReadAsync(closing);
        }
        catch (Exception exception) when (
            exception is IOException or InvalidDataException or OperationCanceledException)
        {
            ServerLog.ControlConnectionBroken(logger, exception);
        }

        if (clientLeft)
        {
            await CancelAllAsync();
            await FinishAsync();
        }
        else
        {
            await CloseAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        places.Dispose();
    }

    /// <returns>True: the client has left. False: this side closes.</returns>
    private async Task<bool> ReadAsync(CancellationToken closing)
    {
        try
        {
            while (await channel.ReadAsync(closing) is { } frame)
            {
                switch (frame.Kind)
                {
                    case ControlKind.Request:
                        await places.WaitAsync(closing);
                        if (owner.TryLease() is not { } hold)
                        {
                            places.Release();
                            return false;
                        }

                        lastBegun = frame.Id;
                        _ = ServeAsync(frame, hold, closing);
                        break;

                    case ControlKind.Cancel when calls.TryGetValue(frame.Id, out CancellationTokenSource? call):
                        await CancelAsync(call);
                        break;

                    case ControlKind.Release:
                        owner.ReleaseWhenIdle();
                        break;
                }
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task ServeAsync(ControlFrame frame, IAsyncDisposable hold, CancellationToken closing)
    {
        ControlResponse response = new(channel, frame.Id);
        ControlRequest? request = ControlRequests.Find(frame.Name);
        bool isEndless = request is { IsEndless: true };
        using CancellationTokenSource cancellation = CancellationTokenSource.CreateLinkedTokenSource(
            isEndless ? closing : CancellationToken.None);
        if (isEndless)
        {
            await hold.DisposeAsync();
        }

        calls[frame.Id] = cancellation;
        try
        {
            await AnswerAsync(request, frame, response, cancellation.Token);
        }
        catch (IOException exception)
        {
            // The answer did not get through; the reader of this connection will notice.
            ServerLog.ControlConnectionBroken(logger, exception);
        }
        finally
        {
            calls.TryRemove(frame.Id, out _);
            await hold.DisposeAsync();
            places.Release();
        }
    }

    private async Task AnswerAsync(
        ControlRequest? request, ControlFrame frame, ControlResponse response, CancellationToken cancellationToken)
    {
        try
        {
            if (request is null)
            {
                throw MailException.Of(MailError.InternalError.As("Request"), frame.Name, Environment.ProcessId);
            }

            await request.ServeAsync(store, frame.Content.Span, response, cancellationToken);
        }
        catch (MailException refusal)
        {
            await response.SendRefusalAsync(refusal);
        }
        catch (JsonException exception)
        {
            await response.SendRefusalAsync(MailException.Of(MailError.InternalError, exception.Message));
        }
        catch (OperationCanceledException)
        {
            await response.SendCancelledAsync();
        }
        catch (Exception exception) when (exception is not IOException)
        {
            // As the same fault would end the cmdlet of this process, it ends that of the other.
            ServerLog.ControlRequestFailed(logger, frame.Name, exception);
            await response.SendRefusalAsync(MailException.Of(MailError.InternalError, exception.Message));
        }
    }

    private async Task CancelAllAsync()
    {
        foreach (CancellationTokenSource call in calls.Values)
        {
            await CancelAsync(call);
        }
    }

    private async Task CancelAsync(CancellationTokenSource call)
    {
        try
        {
            await call.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended.
        }
        catch (AggregateException exception)
        {
            // What the call does when it is cancelled concerns that call alone.
            ServerLog.ControlConnectionFaulted(logger, exception);
        }
    }

    private async Task CloseAsync()
    {
        Task finished = FinishAsync();
        try
        {
            await finished.WaitAsync(ClosingTimeout);
            await channel.WriteAsync(ControlKind.Goodbye, lastBegun, CancellationToken.None);
        }
        catch (IOException exception)
        {
            ServerLog.ControlConnectionBroken(logger, exception);
        }
        catch (TimeoutException exception)
        {
            ServerLog.ControlConnectionBroken(logger, exception);
            await CancelAllAsync();
            await channel.CloseAsync();
            await finished;
        }
    }

    // With every place taken, no call runs any more.
    private async Task FinishAsync()
    {
        for (int i = 0; i < MaxConcurrentCalls; i++)
        {
            await places.WaitAsync();
        }
    }
}
