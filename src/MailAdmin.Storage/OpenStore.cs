using MailAdmin.Contracts;
using MailAdmin.Storage.Commit;
using MailAdmin.Storage.Content;
using MailAdmin.Storage.Directory;
using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Log;
using MailAdmin.Storage.Queue;
using MailAdmin.Storage.Trace;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Storage;

/// <summary>A store that is open in this process.</summary>
internal sealed class OpenStore : IMailStorage
{
    private readonly StoreLayout layout;
    private readonly StoreIdentity identity;
    private readonly StoreState state;
    private readonly Committer committer;
    private readonly DirectoryWriter? writer;
    private readonly HintWriter hints;
    private readonly StoreCheck check;
    private readonly StoreRepair repair;
    private readonly StoreBackup backup;
    private readonly MailTrace trace;
    private readonly StoreLock storeLock;
    private readonly ILogger logger;
    private int disposed;

    public OpenStore(
        StoreLayout layout,
        StoreOptions options,
        StoreIdentity identity,
        StoreState state,
        LargeFiles files,
        OpenedDirectory opened,
        DirectoryReplay replay,
        HintWriter hints,
        StoreLock storeLock,
        IReadOnlyList<MailStoreFinding> findings,
        TimeProvider timeProvider,
        ILogger logger)
    {
        this.layout = layout;
        this.identity = identity;
        this.state = state;
        this.hints = hints;
        this.storeLock = storeLock;
        this.logger = logger;
        OpeningFindings = findings;
        committer = new Committer(state, options, layout.Root, logger);
        LogonRegister logons = new(replay.Logons);
        DirectoryLog log = new(state.Log);
        writer = options.KeepDirectoryFile
            ? new DirectoryWriter(
                layout, opened, replay.ToCommit(), SourcesOf(state, logons, log, timeProvider), timeProvider, logger)
            : null;
        DirectoryCommitter directoryCommitter = new(state.Directory, committer, timeProvider);
        DirectoryHistory history = new(writer, log, logons, directoryCommitter, timeProvider);
        MailDirectory directory = new(directoryCommitter, logons, history, logger);
        Directory = directory;
        MessageReader reader = new(state.Log, state.Bodies, files);
        Mailboxes = new MailboxStore(state, committer, reader, layout, options, files);
        Queue = new MailQueue(state.Queue, committer, reader);
        trace = new MailTrace(
            layout, options, () => state.Directory.Current.Settings.TraceRetention, timeProvider, logger);
        check = new StoreCheck(layout, state, reader, files, writer, hints, findings);
        repair = new StoreRepair(layout, state, files, writer, Mailboxes);
        backup = new StoreBackup(layout, identity, state, committer, files, writer, hints, timeProvider);
        writer?.Start();
        committer.Start(new CommitEvents
        {
            BeforeAppend = storeLock.RequireHeld,
            DirectoryCommitted = commit =>
            {
                writer?.Enqueue(commit);
                directory.Publish(commit);
            },
            LargeFileReleased = files.Remove,
            SegmentSealed = hints.Enqueue,
        });
    }

    public string Path => layout.Root;

    public int SchemaVersion => identity.Schema;

    public IDirectory Directory { get; }

    public IMailboxes Mailboxes { get; }

    public IMailQueue Queue { get; }

    public IMailTrace Trace => trace;

    public IReadOnlyList<MailStoreFinding> OpeningFindings { get; }

    public Task WhenLost => storeLock.WhenLost;

    public ValueTask<(long SizeOnDisk, long MessageCount)> MeasureAsync(CancellationToken cancellationToken)
    {
        return new(Task.Run(
            () =>
            {
                EnumerationOptions options = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };
                long size = new DirectoryInfo(layout.Root).EnumerateFiles("*", options).Sum(SizeOf);
                return (size, state.MessageCount);
            },
            cancellationToken));
    }

    public Task<IReadOnlyList<MailStoreFinding>> TestAsync(
        IProgress<double>? progress, CancellationToken cancellationToken)
    {
        return Task.Run(() => check.TestAsync(progress, cancellationToken), cancellationToken);
    }

    public Task<IReadOnlyList<MailStoreFinding>> RepairAsync(
        IReadOnlyList<MailStoreFinding>? findings, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        return Task.Run(
            async () => await repair.RepairAsync(
                findings ?? await check.TestAsync(progress, cancellationToken), cancellationToken),
            cancellationToken);
    }

    public Task<MailStoreBackup> BackupAsync(
        StoreBackupOptions options, IProgress<double>? progress, CancellationToken cancellationToken) =>
        Task.Run(() => backup.RunAsync(options, progress, cancellationToken), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        // First, because it reads the details of its last events from the open store.
        await CloseAsync(trace.DisposeAsync);
        await CloseAsync(committer.DisposeAsync);
        await CloseAsync(hints.DisposeAsync);
        await CloseAsync(() => Do(MarkEnd));
        await CloseAsync(() => writer?.DisposeAsync() ?? ValueTask.CompletedTask);
        await CloseAsync(() => Do(repair.Dispose));
        await CloseAsync(() => Do(state.Log.Dispose));
        storeLock.Dispose();
        StorageLog.Closed(logger, layout.Root);
    }

    // So that the next opening notices when the log has lost its end. What is in memory after a fault may lack a
    // change.
    private void MarkEnd()
    {
        if (writer is not null && committer.Fault is null)
        {
            state.Log.Flush();
            writer.Enqueue(new DirectoryCommit(state.Log.NextSequence - 1, state.Directory.Current, []));
        }
    }

    private static ValueTask Do(Action close)
    {
        close();
        return ValueTask.CompletedTask;
    }

    // Whatever fails, the rest is closed too, and the lock is released.
    private async ValueTask CloseAsync(Func<ValueTask> close)
    {
        try
        {
            await close();
        }
#pragma warning disable CA1031 // The store is closed all the same.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            StorageLog.ClosingFailed(logger, exception, layout.Root);
        }
    }

    private static DirectorySources SourcesOf(
        StoreState state, LogonRegister logons, DirectoryLog log, TimeProvider timeProvider)
    {
        UsageRecorder usage = new(
            () => state.Accounts.All.Select(account => (new AccountId(account.Id), account.UsedSize)), timeProvider);
        return new DirectorySources(logons, new JournalBackfill(log), usage);
    }

    private static long SizeOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            // It was removed while the files were counted.
            return 0;
        }
    }
}
