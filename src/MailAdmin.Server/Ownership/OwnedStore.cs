using MailAdmin.Server.Control;
using MailAdmin.Server.Engine;
using MailAdmin.Server.Logging;
using MailAdmin.Server.Telemetry;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Ownership;

/// <summary>
/// A store that this process owns: its engine, its control channel, and the count of those who use it. When nobody has
/// used it for a while and no listener runs, it is closed, so that another process can own it.
/// </summary>
internal sealed class OwnedStore : IControlOwner, IAsyncDisposable
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(3);

    private readonly Func<OwnedStore, Task> closeIdle;
    private readonly ILogger<OwnedStore> logger;
    private readonly ITimer idleTimer;
    private readonly Lock gate = new();
    private readonly string path;
    private readonly ControlHost control;
    private readonly StoreLog log;
    private int leases;
    private int yieldingLeases;
    private bool closing;
    private bool othersWait;
    private Task watching = Task.CompletedTask;

    public OwnedStore(
        string path,
        MailEngine engine,
        Func<OwnedStore, Task> closeIdle,
        TimeProvider timeProvider,
        StoreLog log)
    {
        this.path = path;
        this.closeIdle = closeIdle;
        Engine = engine;
        this.log = log;
        logger = log.CreateLogger<OwnedStore>();
        idleTimer = timeProvider.CreateTimer(_ => OnIdle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        control = new ControlHost(path, engine, this, timeProvider, log);
        _ = CloseWhenLostAsync();
    }

    public MailEngine Engine { get; }

    public OwnerGreeting Greet() => new(OwnerGreeting.CurrentVersion, Environment.ProcessId, Engine.HasListeners);

    /// <summary>
    /// Completes when no listener runs; meanwhile a receiver has the entries of the log from Warning on.
    /// </summary>
    /// <param name="warned">Receives them, unless the journal of the service does; null for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitForListenersAsync(
        Action<MailServerLogEntry>? warned, CancellationToken cancellationToken)
    {
        Action<MailServerLogEntry>? receiver = log.HasJournal ? null : warned;
        log.Warned += receiver;
        try
        {
            await Engine.WhenNoListeners.WaitAsync(cancellationToken);
        }
        finally
        {
            log.Warned -= receiver;
        }
    }

    /// <summary>Writes what the log has accepted.</summary>
    public Task FlushLogAsync() => log.FlushAsync();

    public IAsyncDisposable? TryLease() => TryLease(yields: false);

    /// <summary>
    /// As <see cref="TryLease()"/>; one that yields keeps the store open only as long as nobody waits to own it.
    /// </summary>
    public IAsyncDisposable? TryLease(bool yields)
    {
        lock (gate)
        {
            if (closing)
            {
                return null;
            }

            if (yields)
            {
                yieldingLeases++;
                ScheduleIfIdle();
            }
            else
            {
                leases++;
            }

            return new OwnedStoreLease(this, yields);
        }
    }

    public void ReleaseWhenIdle()
    {
        lock (gate)
        {
            othersWait = true;
            ScheduleIfIdle();
        }
    }

    /// <summary>
    /// Whether it may be closed now, as nobody uses it and no listener runs; nobody can lease it from then on.
    /// </summary>
    public bool TryBeginClosing()
    {
        lock (gate)
        {
            if (leases > 0 || closing || Engine.HasListeners)
            {
                return false;
            }

            closing = true;
            return true;
        }
    }

    /// <summary>
    /// Stops what runs and frees the store, whoever still uses it. A fault is logged: nobody could do anything about
    /// it.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            closing = true;
        }

        Shutdown shutdown = new();
        await shutdown.StepAsync(idleTimer.DisposeAsync);
        await shutdown.StepAsync(control.DisposeAsync);

        // Whatever happened to the channel, nobody else gets the store before this.
        await shutdown.StepAsync(Engine.DisposeAsync);
        try
        {
            shutdown.ThrowIfFaulted();
        }
        catch (AggregateException exception)
        {
            ServerLog.ClosingFaulted(logger, path, exception);
        }

        await log.DisposeAsync();
    }

    /// <summary>Ends a lease.</summary>
    /// <param name="yields">Whether it was one that yields.</param>
    public void Release(bool yields)
    {
        lock (gate)
        {
            if (yields)
            {
                yieldingLeases--;
            }
            else
            {
                leases--;
            }

            ScheduleIfIdle();
        }
    }

    // Nobody keeps a store that is another's, neither who leases it nor its listeners.
    private async Task CloseWhenLostAsync()
    {
        await Engine.WhenLost;
        lock (gate)
        {
            if (closing)
            {
                return;
            }

            closing = true;
        }

        log.Detach();
        ServerLog.OwnershipLost(logger, path);
        await closeIdle(this);
    }

    private void ScheduleIfIdle()
    {
        if (leases > 0 || closing)
        {
            return;
        }

        if (othersWait)
        {
            _ = Task.Run(OnIdle);
        }
        else if (yieldingLeases == 0)
        {
            idleTimer.Change(IdleTime, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnIdle()
    {
        lock (gate)
        {
            if (leases > 0 || closing || (yieldingLeases > 0 && !othersWait))
            {
                return;
            }

            if (Engine.HasListeners)
            {
                if (watching.IsCompleted)
                {
                    watching = LookAgainAsync(Engine.WhenNoListeners);
                }

                return;
            }

            closing = true;
        }

        _ = closeIdle(this);
    }

    private async Task LookAgainAsync(Task whenNoListeners)
    {
        await whenNoListeners;
        lock (gate)
        {
            ScheduleIfIdle();
        }
    }
}
