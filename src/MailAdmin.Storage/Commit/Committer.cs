using MailAdmin.Storage.Directory;
using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Log;
using MailAdmin.Storage.Mailboxes;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Storage.Commit;

/// <summary>
/// The one thread that changes a store. It takes what waits, prepares it in order, appends the records in one write,
/// syncs once, applies them to
/// memory, tells observers and completes the waiters.
/// Invariants: nothing is seen before it is durable; an operation is committed whole or not at all; a batch that failed
/// changes nothing; no
/// caller's continuation runs on this thread.
/// </summary>
internal sealed class Committer : IAsyncDisposable
{
    private readonly object gate = new();
    private readonly StoreState state;
    private readonly StoreOptions options;
    private readonly ILogger logger;
    private readonly string path;
    private readonly RecordBuffer records = new();
    private readonly CommitContext context;
    private readonly PartApplier applier;
    private readonly ChangeCollector changes = new();
    private readonly List<Prepared> prepared = [];
    private readonly List<(Operation Operation, Exception Reason)> refused = [];
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AdmissionGate admission;
    private readonly RecentClaimsOperation recentClaims = new();
    private List<Operation> waiting = [];
    private bool closing;

    public Committer(StoreState state, StoreOptions options, string path, ILogger logger)
    {
        this.state = state;
        this.options = options;
        this.path = path;
        this.logger = logger;
        context = new CommitContext(state, options, records);
        applier = new PartApplier(state, journal: null);
        admission = new AdmissionGate(options.WaitingSize);
    }

    /// <summary>Is called after each commit that changed the directory, before its waiters complete.</summary>
    public Action<DirectoryCommit>? DirectoryCommitted { get; set; }

    /// <summary>Is called after each commit, with the large files that no message is in any more.</summary>
    public Action<IReadOnlyList<ulong>>? LargeFilesDied { get; set; }

    /// <summary>Is called when a segment was sealed.</summary>
    public Action<LogSegment>? SegmentSealed { get; set; }

    /// <summary>Starts the thread.</summary>
    public void Start()
    {
        Thread thread = new(Run) { IsBackground = true, Name = "MailAdmin committer" };
        thread.Start();
    }

    /// <summary>Hands in an operation; the task ends when it is committed or refused.</summary>
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
            Enqueue(operation);
            operation.CancelWith(cancellationToken);
            return await operation.Task;
        }
        finally
        {
            admission.Leave(size);
        }
    }

    /// <summary>Hands in an operation now, so that it comes before whatever is handed in later.</summary>
    public Task<T> CommitInOrder<T>(Operation<T> operation, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        try
        {
            Enqueue(operation);
        }
        catch (MailException exception)
        {
            return Task.FromException<T>(exception);
        }

        operation.CancelWith(cancellationToken);
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
        records.Dispose();
        context.Scratch.Dispose();
    }

    private void Enqueue(Operation operation)
    {
        lock (gate)
        {
            if (closing)
            {
                throw StorageErrors.Unavailable(path, "is closing");
            }

            waiting.Add(operation);
            if (waiting.Count == 1)
            {
                Monitor.Pulse(gate);
            }
        }
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
                    next = CommitBatch(taken, next);
                }

                taken.Clear();
            }

            CommitBatch([recentClaims], 0);
        }
#pragma warning disable CA1031 // Last stop: the cause is logged and given to everybody who waits.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            StorageLog.CommitterStopped(logger, exception);
            FailEverything(taken, exception);
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
                Monitor.Wait(gate);
            }

            (taken, waiting) = (waiting, taken);
            return taken.Count > 0;
        }
    }

    private int CommitBatch(List<Operation> operations, int next)
    {
        int end = Prepare(operations, next);
        MailException? failure = null;
        if (records.Length > 0)
        {
            failure = AppendAndApply();
        }

        foreach (Prepared item in prepared)
        {
            if (failure is null)
            {
                item.Operation.Complete();
            }
            else
            {
                item.Operation.Fail(failure);
            }
        }

        foreach ((Operation operation, Exception reason) in refused)
        {
            operation.Fail(reason);
        }

        if (failure is null && state.Log.SealIfFull() is { } full)
        {
            SegmentSealed?.Invoke(full);
        }

        return end;
    }

    private int Prepare(List<Operation> operations, int next)
    {
        records.Clear();
        prepared.Clear();
        refused.Clear();
        context.BeginBatch();
        long sequence = state.Log.NextSequence;
        while (next < operations.Count && records.Length < options.BatchSize)
        {
            Operation operation = operations[next];
            if (operation.TryTake() && !TryPrepare(operation, ref sequence))
            {
                break;
            }

            next++;
        }

        AddRecentClaims(ref sequence);
        return next;
    }

    // Which messages are recent is not worth a sync of its own; it goes along.
    private void AddRecentClaims(ref long sequence)
    {
        if (records.Length > 0)
        {
            TryPrepare(recentClaims, ref sequence);
        }
    }

    private bool TryPrepare(Operation operation, ref long sequence)
    {
        records.BeginRecord();
        context.BeginOperation(sequence);
        try
        {
            Preparation preparation = operation.Prepare(context);
            if (preparation == Preparation.Recorded)
            {
                (int start, int length) = records.EndRecord(state.Log.Key, context.Type, sequence, context.Account);
                RecordHeader header =
                    new(length - LogFormat.RecordHeaderLength, context.Type, sequence, context.Account);
                prepared.Add(new Prepared(operation, header, start));
                sequence++;
                return true;
            }

            records.DropRecord();
            if (preparation == Preparation.Unchanged)
            {
                prepared.Add(new Prepared(operation, default, -1));
                return true;
            }

            return false;
        }
#pragma warning disable CA1031 // Whatever stops an operation is for its caller; the others go on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            records.DropRecord();
            if (exception is not MailException)
            {
                StorageLog.PrepareFailed(logger, exception);
            }

            refused.Add((operation, exception));
            return true;
        }
    }

    private MailException? AppendAndApply()
    {
        bool sync = state.Directory.Settings.Durability == StoreDurability.Full;
        LogSegment segment = state.Log.Active;
        long start;
        try
        {
            int count = prepared.Count(item => item.Start >= 0);
            start = state.Log.Append(records.Written, count, sync);
        }
        catch (MailException exception)
        {
            return exception;
        }

        foreach (Prepared item in prepared)
        {
            if (item.Start >= 0)
            {
                Apply(item, segment, start);
            }
        }

        PublishDirectory();
        changes.Publish(exception => StorageLog.ObserverFailed(logger, exception));
        IReadOnlyList<ulong> dead = state.Bodies.TakeDeadFiles();
        if (dead.Count > 0)
        {
            LargeFilesDied?.Invoke(dead);
        }

        return null;
    }

    private void Apply(Prepared item, LogSegment segment, long start)
    {
        ReadOnlySpan<byte> payload =
            records.Written.Slice(item.Start + LogFormat.RecordHeaderLength, item.Header.PayloadLength);
        ReadOnlySpan<byte> parts = LogFormat.PartsOf(payload, out int dataOffset);
        changes.Origin = item.Operation.Origin;
        applier.Apply(item.Header, parts, segment, start + item.Start + LogFormat.RecordHeaderLength + dataOffset, changes);
    }

    private void PublishDirectory()
    {
        if (context.Journal.Count > 0)
        {
            DirectoryUsage.Update(state, context.Journal);
            state.Directory = context.Directory;
            DirectoryCommitted?.Invoke(new DirectoryCommit(state.Log.NextSequence - 1, context.Directory, [.. context.Journal]));
        }
    }

    private void FailEverything(List<Operation> taken, Exception exception)
    {
        MailException reason = StorageErrors.Unavailable(path, "stopped after an unexpected fault", exception);
        lock (gate)
        {
            closing = true;
            taken.AddRange(waiting);
            waiting.Clear();
        }

        foreach (Operation operation in taken)
        {
            operation.Abandon(reason);
        }
    }

    private readonly record struct Prepared(Operation Operation, RecordHeader Header, int Start);
}
