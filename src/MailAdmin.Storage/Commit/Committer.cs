using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Operations;
using MailAdmin.Texts;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Storage.Commit;

/// <summary>
/// The only thread that changes a store: it takes the operations that wait and commits them, a batch at a time.
/// Invariant: no caller's continuation runs on this thread.
/// </summary>
internal sealed class Committer : ICommitter, IAsyncDisposable
{
    private readonly object gate = new();
    private readonly BatchCommit batches;
    private readonly AdmissionGate admission;
    private readonly string path;
    private readonly ILogger logger;
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<Operation> waiting = [];
    private MailException? fault;
    private bool closing;

    public Committer(StoreState state, StoreOptions options, string path, ILogger logger)
    {
        this.path = path;
        this.logger = logger;
        batches = new BatchCommit(state, options, logger);
        admission = new AdmissionGate(options.WaitingSize);
    }

    /// <summary>
    /// Why it stopped before it was closed; null: it did not. Then what is in memory may not be what the log says.
    /// </summary>
    public MailException? Fault
    {
        get
        {
            lock (gate)
            {
                return fault;
            }
        }
    }

    /// <summary>Starts the thread.</summary>
    /// <param name="events">What it calls after each batch; null: nothing.</param>
    public void Start(CommitEvents? events)
    {
        batches.Events = events;
        Thread thread = new(Run) { IsBackground = true, Name = "MailAdmin committer" };
        thread.Start();
    }

    public async Task<T> CommitAsync<T>(Operation<T> operation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long size = operation.Size;
        ValueTask entered = admission.EnterAsync(size, cancellationToken);
        if (!entered.IsCompletedSuccessfully)
        {
            await entered;
        }

        try
        {
            operation.CancelWith(cancellationToken);
            Enqueue(operation);
            return await operation.Task;
        }
        finally
        {
            admission.Leave(size);
        }
    }

    public Task<T> CommitInOrder<T>(Operation<T> operation, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        operation.CancelWith(cancellationToken);
        Enqueue(operation);
        return operation.Task;
    }

    /// <summary>Commits what waits, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            closing = true;
            Monitor.Pulse(gate);
        }

        await stopped.Task;
    }

    private void Enqueue(Operation operation)
    {
        lock (gate)
        {
            if (!closing)
            {
                waiting.Add(operation);
                if (waiting.Count == 1)
                {
                    Monitor.Pulse(gate);
                }

                return;
            }
        }

        operation.Abandon(Fault ?? MailException.Of(MailError.StoreUnavailable.As("Closing"), path));
    }

    private void Run()
    {
        List<Operation> taken = [];
        try
        {
            while (TakeWaiting(ref taken))
            {
                for (int next = 0; next < taken.Count;)
                {
                    next = batches.Commit(taken, next);
                }

                taken.Clear();
            }

            batches.CommitRecentClaims();
        }
#pragma warning disable CA1031 // The thread ends here: the cause is logged and given to everybody who waits.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            StorageLog.CommitterStopped(logger, exception);
            AbandonAll(taken, exception);
        }
        finally
        {
            stopped.TrySetResult();
        }
    }

    private bool TakeWaiting(ref List<Operation> taken)
    {
        lock (gate)
        {
            while (waiting.Count == 0 && !closing)
            {
                batches.Trim();
                Monitor.Wait(gate);
            }

            (taken, waiting) = (waiting, taken);
            return taken.Count > 0;
        }
    }

    private void AbandonAll(List<Operation> taken, Exception exception)
    {
        MailException reason =
            MailException.Of(MailError.StoreUnavailable.As("Stopped"), exception, path, PlatformReason.Of(exception));
        lock (gate)
        {
            fault = reason;
            closing = true;
            taken.AddRange(waiting);
            waiting.Clear();
        }

        foreach (Operation operation in taken)
        {
            operation.Abandon(reason);
        }
    }
}
