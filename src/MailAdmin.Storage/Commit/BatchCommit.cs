using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Log;
using MailAdmin.Storage.Operations;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Storage.Commit;

/// <summary>
/// Commits a batch of operations: prepares them in order, appends their records in one write, syncs once, applies the
/// records to memory, notifies observers and completes the operations.
/// Invariants: nothing is seen before it is durable; an operation is committed whole or not at all; a batch that failed
/// changes nothing.
/// </summary>
internal sealed class BatchCommit
{
    private readonly StoreState state;
    private readonly StoreOptions options;
    private readonly ILogger logger;
    private readonly RecordBuffer records = new();
    private readonly CommitContext context;
    private readonly RecordApplier applier;
    private readonly StoreChanges changes = new();
    private readonly List<Prepared> prepared = [];
    private readonly List<(Operation Operation, Exception Reason)> refused = [];
    private readonly RecentClaimsOperation recentClaims = new();
    private long sequence;

    public BatchCommit(StoreState state, StoreOptions options, ILogger logger)
    {
        this.state = state;
        this.options = options;
        this.logger = logger;
        context = new CommitContext(state.Accounts, state.Bodies, state.Directory.InBatch, options.Limits, records);
        applier = new RecordApplier(state, journal: null);
    }

    /// <summary>What is called before and after each batch.</summary>
    public CommitEvents? Events { get; set; }

    /// <summary>
    /// Commits operations from an index on, and returns the index of the first one of the next batch.
    /// </summary>
    public int Commit(List<Operation> operations, int next)
    {
        int end = Prepare(operations, next);
        MailException? failure = records.Length > 0 ? AppendAndApply() : null;
        foreach (Prepared item in prepared)
        {
            if (failure is null)
            {
                item.Operation.Complete();
            }
            else if (state.Log.IsUncertain)
            {
                // Its record may still be there after a crash, and then needs the files that it names.
                item.Operation.Abandon(failure);
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
            Notify(() => Events?.SegmentSealed(full));
        }

        return end;
    }

    /// <summary>Commits which messages were shown as recent, before the store is closed.</summary>
    public void CommitRecentClaims() => Commit([recentClaims], 0);

    /// <summary>Drops what only the last batches needed; to be called when nothing waits.</summary>
    public void Trim()
    {
        prepared.Clear();
        refused.Clear();
        records.Trim();
        context.Scratch.Trim();
    }

    private int Prepare(List<Operation> operations, int next)
    {
        records.Clear();
        prepared.Clear();
        refused.Clear();
        context.BeginBatch();
        sequence = state.Log.NextSequence;
        while (next < operations.Count && records.Length < options.BatchSize)
        {
            Operation operation = operations[next];
            if (operation.TryTake() && !TryPrepare(operation))
            {
                break;
            }

            next++;
        }

        // Which messages are recent is not worth a sync of its own, so it joins other records.
        if (records.Length > 0)
        {
            TryPrepare(recentClaims);
        }

        return next;
    }

    // Returns false when the operation must wait for the next batch.
    private bool TryPrepare(Operation operation)
    {
        records.BeginRecord();
        context.BeginOperation(sequence);
        try
        {
            Preparation preparation = operation.Prepare(context);
            if (preparation == Preparation.Recorded)
            {
                AddRecord(operation);
                return true;
            }

            records.DropRecord();
            if (preparation == Preparation.Unchanged)
            {
                prepared.Add(new Prepared(operation, default, -1));
            }

            return preparation == Preparation.Unchanged;
        }
#pragma warning disable CA1031 // A fault concerns only the caller of its operation; the others go on.
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

    private void AddRecord(Operation operation)
    {
        (int start, int length) = records.EndRecord(state.Log.Key, context.Type, sequence, context.Account);
        RecordHeader header = new(length - LogFormat.RecordHeaderLength, context.Type, sequence, context.Account);
        prepared.Add(new Prepared(operation, header, start));
        sequence++;
    }

    private MailException? AppendAndApply()
    {
        bool sync = state.Directory.Current.Settings.Durability == StoreDurability.Full;
        LogSegment segment;
        long start;
        try
        {
            Events?.BeforeAppend();
            if (state.Log.SealUnlessFits(records.Length) is { } full)
            {
                Notify(() => Events?.SegmentSealed(full));
            }

            segment = state.Log.Active;
            start = state.Log.Append(records.Written, prepared.Count(item => item.Start >= 0), sync);
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

        if (state.Directory.Commit(context.Batch, state.Log.NextSequence - 1, state.Accounts) is { } commit)
        {
            Notify(() => Events?.DirectoryCommitted(commit));
        }

        changes.Publish(exception => StorageLog.ObserverFailed(logger, exception));
        foreach (ulong file in state.Bodies.TakeReleasedFiles())
        {
            Notify(() => Events?.LargeFileReleased(file));
        }

        return null;
    }

    // What is committed stays committed, whatever those who hear of it do.
    private void Notify(Action notification)
    {
        try
        {
            notification();
        }
#pragma warning disable CA1031 // It concerns one observer.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            StorageLog.ObserverFailed(logger, exception);
        }
    }

    private void Apply(Prepared item, LogSegment segment, long start)
    {
        int payloadStart = item.Start + LogFormat.RecordHeaderLength;
        ReadOnlySpan<byte> payload = records.Written.Slice(payloadStart, item.Header.PayloadLength);
        ReadOnlySpan<byte> parts = LogFormat.PartsOf(payload, out int dataOffset);
        changes.Mailboxes.Origin = item.Operation.Origin;
        applier.Apply(item.Header, parts, segment, start + payloadStart + dataOffset, changes);
    }

    private readonly record struct Prepared(Operation Operation, RecordHeader Header, int Start);
}
