using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using MailAdmin.Requests;

namespace MailAdmin.Server.Control;

/// <summary>
/// A connection to the process that owns a store. Calls share it, and begin there in the order in which they were made;
/// each stream has a connection of its own, so that a slow reader holds up nobody.
/// </summary>
internal sealed class ControlClient : IAsyncDisposable
{
    private static readonly TimeSpan GreetingTimeout = TimeSpan.FromSeconds(2);

    private readonly string storePath;
    private readonly ControlChannel channel;
    private readonly ConcurrentDictionary<int, PendingCall> pending = new();
    private readonly SemaphoreSlim sending = new(1);
    private readonly Task reading;
    private int lastId;
    private int? lastBegun;
    private volatile bool ended;

    private ControlClient(string storePath, ControlChannel channel, OwnerGreeting greeting)
    {
        this.storePath = storePath;
        this.channel = channel;
        Owner = greeting;
        reading = Task.Run(ReadAsync);
    }

    /// <summary>What the owner said when the connection was made.</summary>
    public OwnerGreeting Owner { get; }

    public bool IsAlive => !ended;

    /// <exception cref="IOException">Nobody answers.</exception>
    /// <exception cref="MailException">StoreLocked: the owner runs another version.</exception>
    public static async Task<ControlClient> ConnectAsync(string storePath, CancellationToken cancellationToken)
    {
        (ControlChannel channel, OwnerGreeting greeting) = await OpenAsync(storePath, cancellationToken);
        return new ControlClient(storePath, channel, greeting);
    }

    /// <summary>Asks the owner to release the store as soon as nobody uses it.</summary>
    public Task AskToReleaseAsync(CancellationToken cancellationToken) =>
        channel.WriteAsync(ControlKind.Release, 0, cancellationToken);

    /// <exception cref="OwnerLostException">The connection ended before the answer.</exception>
    /// <exception cref="MailException">What the owner answered.</exception>
    public async Task<TResult> CallAsync<TResult>(
        IRequest<TResult> request, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        PendingCall call = new(progress);
        int id = await SendAsync(request, call, cancellationToken);
        using CancellationTokenRegistration registration = cancellationToken.Register(() => _ = CancelAsync(id));
        ControlFrame answer = await call.Answer.Task.WaitAsync(cancellationToken);
        return answer.Kind == ControlKind.Result
            ? JsonSerializer.Deserialize(answer.Content.Span, ControlJson.Of<TResult>())!
            : throw PendingCall.RefusalOf(answer);
    }

    /// <exception cref="OwnerLostException">The connection ended before the last object.</exception>
    public async IAsyncEnumerable<List<TItem>> StreamAsync<TItem>(
        IStreamRequest<TItem> request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using ControlChannel own = await OpenForStreamAsync(cancellationToken);
        ControlFrame frame = await RequestAsync(own, request, cancellationToken);
        while (true)
        {
            List<TItem> batch = JsonSerializer.Deserialize(frame.Content.Span, ControlJson.Of<List<TItem>>())!;
            if (batch.Count > 0)
            {
                yield return batch;
            }

            if (frame.Kind == ControlKind.Result)
            {
                yield break;
            }

            frame = await NextAsync(own, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await channel.CloseAsync();
        await reading;
        await channel.DisposeAsync();
        sending.Dispose();
    }

    private static async Task<(ControlChannel Channel, OwnerGreeting Greeting)> OpenAsync(
        string storePath, CancellationToken cancellationToken)
    {
        ControlChannel channel = new(await ControlEndpoint.ConnectAsync(storePath, cancellationToken));
        try
        {
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(GreetingTimeout);
            ControlFrame? frame = await channel.ReadAsync(limit.Token);
            OwnerGreeting? greeting = frame is { Kind: ControlKind.Greeting } first
                ? JsonSerializer.Deserialize(first.Content.Span, ControlJson.Default.OwnerGreeting)
                : throw new IOException("The owner did not greet.");
            return greeting is { ProtocolVersion: OwnerGreeting.CurrentVersion } known
                ? (channel, known)
                : throw MailException.Of(MailError.StoreLocked.As("Version"), storePath, greeting?.ProcessId);
        }
        catch (Exception exception)
        {
            await channel.DisposeAsync();
            bool tooSlow = exception is OperationCanceledException && !cancellationToken.IsCancellationRequested;
            throw tooSlow ? new IOException("The owner did not greet in time.", exception) : exception;
        }
    }

    private static Task WriteAsync(ControlChannel to, int id, object request, CancellationToken cancellationToken) =>
        to.WriteAsync(
            ControlKind.Request,
            id,
            ControlRequests.NameOf(request),
            request,
            ControlJson.Of(request.GetType()),
            cancellationToken);

    private async Task<int> SendAsync(object request, PendingCall call, CancellationToken cancellationToken)
    {
        await sending.WaitAsync(cancellationToken);
        int id = ++lastId;
        try
        {
            pending[id] = call;
            if (ended)
            {
                throw new OwnerLostException(mayHaveBegun: false);
            }

            await WriteAsync(channel, id, request, CancellationToken.None);
            return id;
        }
        catch (IOException exception)
        {
            pending.TryRemove(id, out _);
            throw new OwnerLostException(mayHaveBegun: false, exception);
        }
        catch
        {
            pending.TryRemove(id, out _);
            throw;
        }
        finally
        {
            sending.Release();
        }
    }

    private async Task CancelAsync(int id)
    {
        if (pending.TryRemove(id, out _))
        {
            try
            {
                await channel.WriteAsync(ControlKind.Cancel, id, CancellationToken.None);
            }
            catch (IOException)
            {
                // The owner is gone, and the call with it.
            }
        }
    }

    private async Task ReadAsync()
    {
        Exception? cause = null;
        try
        {
            while (await channel.ReadAsync(CancellationToken.None) is { } frame)
            {
                Take(frame);
            }
        }
        catch (Exception exception) when (exception
            is IOException or InvalidDataException or JsonException
            or ObjectDisposedException or InvalidOperationException)
        {
            cause = exception;
        }

        ended = true;
        foreach (int id in pending.Keys)
        {
            if (pending.TryRemove(id, out PendingCall? call))
            {
                call.Answer.TrySetException(
                    new OwnerLostException(mayHaveBegun: lastBegun is null || id <= lastBegun, cause));
            }
        }
    }

    private void Take(ControlFrame frame)
    {
        switch (frame.Kind)
        {
            case ControlKind.Goodbye:
                lastBegun = frame.Id;
                break;

            case ControlKind.Progress when pending.TryGetValue(frame.Id, out PendingCall? running):
                running.Take(frame);
                break;

            case ControlKind.Progress:
                break;

            default:
                if (pending.TryRemove(frame.Id, out PendingCall? call))
                {
                    call.Take(frame);
                }

                break;
        }
    }

    private async Task<ControlChannel> OpenForStreamAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await OpenAsync(storePath, cancellationToken)).Channel;
        }
        catch (IOException exception)
        {
            throw new OwnerLostException(mayHaveBegun: false, exception);
        }
    }

    private static async Task<ControlFrame> RequestAsync(
        ControlChannel own, object request, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(own, 1, request, cancellationToken);
        }
        catch (IOException exception)
        {
            throw new OwnerLostException(mayHaveBegun: false, exception);
        }

        return await NextAsync(own, cancellationToken);
    }

    private static async ValueTask<ControlFrame> NextAsync(ControlChannel own, CancellationToken cancellationToken)
    {
        ControlFrame? frame;
        try
        {
            frame = await own.ReadAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            throw new OwnerLostException(mayHaveBegun: true, exception);
        }

        return frame switch
        {
            { Kind: ControlKind.Items or ControlKind.Result } items => items,
            { Kind: ControlKind.Refused } refused => throw PendingCall.RefusalOf(refused),
            _ => throw new OwnerLostException(mayHaveBegun: true),
        };
    }
}
