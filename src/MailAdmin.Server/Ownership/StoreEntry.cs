using System.Runtime.CompilerServices;
using MailAdmin.Requests;
using MailAdmin.Server.Control;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Ownership;

/// <summary>
/// What this process has of one store: it owns it, or is connected to the process that does, or has nothing yet. One at
/// a time opens, connects or closes.
/// </summary>
internal sealed class StoreEntry(string path, TimeProvider timeProvider, ILoggerFactory loggerFactory)
    : IAsyncDisposable
{
    private static readonly TimeSpan OwnerTimeout = TimeSpan.FromSeconds(10);

    // A script that has its turn may take longer than an owner that starts or stops.
    private static readonly TimeSpan TurnTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(250);

    // Another process looks for its turn more often than this.
    private static readonly TimeSpan TurnOfOthers = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ListenerInterval = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim gate = new(1);
    private OwnedStore? owned;
    private ControlClient? client;
    private volatile bool isDisposed;

    /// <summary>Whether this process owns the store and runs listeners for it.</summary>
    public bool HasListeners => Volatile.Read(ref owned) is { Engine.HasListeners: true };

    /// <summary>Writes what the log of this process has accepted, if it owns the store.</summary>
    public Task FlushLogAsync() => Volatile.Read(ref owned)?.FlushLogAsync() ?? Task.CompletedTask;

    /// <summary>Completes when no listener runs, of this process if it owns the store, or else of the owner.</summary>
    public async Task WaitForListenersAsync(
        Action<MailServerLogEntry>? warned, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref owned) is { } own)
        {
            await own.WaitForListenersAsync(warned, cancellationToken);
            return;
        }

        while (await AreListenersElsewhereAsync(cancellationToken))
        {
            await Task.Delay(ListenerInterval, timeProvider, cancellationToken);
        }
    }

    /// <summary>
    /// Events of the server until it is cancelled. When the owner releases the store, watching goes on with the next.
    /// </summary>
    public async IAsyncEnumerable<MailServerEvent> WatchAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!isDisposed)
        {
            StoreLease lease = await AcquireAsync(StoreUse.Watch, cancellationToken);
            await using (lease)
            {
                await foreach (
                    MailServerEvent happened in lease.Administration.StreamAsync(new WatchServer(), cancellationToken))
                {
                    yield return happened;
                }
            }

            await Task.Delay(TurnOfOthers, timeProvider, cancellationToken);
        }
    }

    public async Task<StoreLease> AcquireAsync(StoreUse use, CancellationToken cancellationToken)
    {
        long started = timeProvider.GetTimestamp();
        TimeSpan delay = FirstDelay;
        while (true)
        {
            (
                StoreLease? lease,
                MailException? failure,
                bool waitsForTurn) = await TryAcquireAsync(use, cancellationToken);
            if (lease is not null)
            {
                return lease;
            }

            if (timeProvider.GetElapsedTime(started) > (waitsForTurn ? TurnTimeout : OwnerTimeout))
            {
                throw failure!;
            }

            await Task.Delay(delay, timeProvider, cancellationToken);
            delay = delay * 2 < MaxDelay ? delay * 2 : MaxDelay;
        }
    }

    /// <summary>
    /// Closes the store if this process owns it and nothing uses it; otherwise it is released when that is so.
    /// </summary>
    public async Task ReleaseAsync()
    {
        await gate.WaitAsync();
        try
        {
            if (owned is { } store && store.TryBeginClosing())
            {
                Volatile.Write(ref owned, null);
                await store.DisposeAsync();
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Closes the store if this process owns it, and the connection to its owner.</summary>
    public async ValueTask DisposeAsync()
    {
        isDisposed = true;
        await gate.WaitAsync();
        try
        {
            if (Interlocked.Exchange(ref owned, null) is { } store)
            {
                await store.DisposeAsync();
            }
        }
        finally
        {
            await DropClientAsync();
            gate.Release();
        }
    }

    private async Task<bool> AreListenersElsewhereAsync(CancellationToken cancellationToken)
    {
        await using StoreLease lease = await AcquireAsync(StoreUse.Administer, cancellationToken);
        GetListeners all = new(new ListenerFilter());
        return !lease.IsOwner && (await lease.Administration.SendAsync(all, cancellationToken)).Count > 0;
    }

    private async Task<Attempt> TryAcquireAsync(StoreUse use, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (owned?.TryLease(yields: use == StoreUse.Watch) is { } hold)
            {
                return Attempt.Of(new StoreLease(owned.Engine, isOwner: true, hold.DisposeAsync));
            }

            if (use != StoreUse.HostListeners && client is { IsAlive: true } connected)
            {
                return Attempt.Of(LeaseOf(connected, static () => ValueTask.CompletedTask));
            }

            return await TryOwnAsync(use, cancellationToken)
                ?? await TryConnectAsync(use, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <returns>Null: another process has the lock.</returns>
    private async Task<Attempt?> TryOwnAsync(StoreUse use, CancellationToken cancellationToken)
    {
        OwnedStore? store = await OwnedStoreOpening.TryOpenAsync(
            path, CloseIdleAsync, timeProvider, loggerFactory, cancellationToken);
        if (store is null)
        {
            return null;
        }

        Volatile.Write(ref owned, store);
        IAsyncDisposable hold = store.TryLease(yields: use == StoreUse.Watch)!;
        return Attempt.Of(new StoreLease(store.Engine, isOwner: true, hold.DisposeAsync));
    }

    private async Task<Attempt> TryConnectAsync(StoreUse use, CancellationToken cancellationToken)
    {
        try
        {
            ControlClient connected = await ControlClient.ConnectAsync(path, cancellationToken);
            if (use != StoreUse.HostListeners)
            {
                await DropClientAsync();
                client = connected;
                return Attempt.Of(LeaseOf(connected, static () => ValueTask.CompletedTask));
            }

            // Whether there are listeners is only known at the moment of connecting, so this connection is not shared.
            if (connected.Owner.HasListeners)
            {
                return Attempt.Of(LeaseOf(connected, connected.DisposeAsync));
            }

            await using (connected)
            {
                await connected.AskToReleaseAsync(cancellationToken);
            }

            return Attempt.Later(Failure(MailError.StoreLocked, cause: null), waitsForTurn: true);
        }
        catch (IOException exception)
        {
            return Attempt.Later(Failure(MailError.OwnerUnreachable, exception), waitsForTurn: false);
        }
    }

    private StoreLease LeaseOf(ControlClient connected, Func<ValueTask> release) => new(
        new OwnerProxy(connected, again => AcquireAsync(StoreUse.Administer, again)), isOwner: false, release);

    private async Task CloseIdleAsync(OwnedStore store)
    {
        await gate.WaitAsync();
        try
        {
            if (owned == store)
            {
                Volatile.Write(ref owned, null);
                await store.DisposeAsync();
            }
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task DropClientAsync()
    {
        if (client is { } dropped)
        {
            client = null;
            await dropped.DisposeAsync();
        }
    }

    private MailException Failure(MailError error, Exception? cause) => OwnerFile.TryRead(path) is { } owner
        ? MailException.Of(error.As("Process"), cause, path, owner.ProcessId)
        : MailException.Of(error, cause, path);

    /// <summary>How one try ended.</summary>
    private readonly record struct Attempt(StoreLease? Lease, MailException? Failure, bool WaitsForTurn)
    {
        public static Attempt Of(StoreLease lease) => new(lease, null, false);

        public static Attempt Later(MailException failure, bool waitsForTurn) => new(null, failure, waitsForTurn);
    }
}
