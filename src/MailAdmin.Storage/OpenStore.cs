using MailAdmin.Contracts;
using MailAdmin.Storage.Commit;
using MailAdmin.Storage.Content;
using MailAdmin.Storage.Directory;
using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Log;
using MailAdmin.Storage.Mailboxes;
using MailAdmin.Storage.Queue;
using MailAdmin.Storage.Trace;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

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
    private readonly MailTrace trace;
    private readonly SafeFileHandle hold;
    private readonly ILogger logger;
    private int disposed;

    public OpenStore(
        StoreLayout layout,
        StoreOptions options,
        StoreIdentity identity,
        StoreState state,
        LargeFiles files,
        DirectoryFile? file,
        DirectoryReplay replay,
        HintWriter hints,
        SafeFileHandle hold,
        IReadOnlyList<MailStoreFinding> findings,
        TimeProvider timeProvider,
        ILogger logger)
    {
        this.layout = layout;
        this.identity = identity;
        this.state = state;
        this.hints = hints;
        this.hold = hold;
        this.logger = logger;
        OpeningFindings = findings;
        committer = new Committer(state, options, layout.Root, logger);
        LogonRegister logons = new(replay.Logons);
        MailDirectory directory = new(new DirectoryCommitter(state, committer, timeProvider), logons, logger);
        writer = options.KeepDirectoryFile
            ? new DirectoryWriter(layout, file, replay.ToCommit(), replay.HasFile, logons, timeProvider, logger)
            : null;
        Directory = directory;
        Mailboxes = new MailboxStore(state, committer, layout, options, files);
        Queue = new MailQueue(state, committer, files);
        trace = new MailTrace(layout, options, () => state.Directory.Settings.TraceRetention, timeProvider, logger);
        committer.DirectoryCommitted = commit =>
        {
            writer?.Enqueue(commit);
            directory.Publish(commit);
        };
        committer.LargeFilesDied = names =>
        {
            foreach (ulong name in names)
            {
                files.Remove(name);
            }
        };
        committer.SegmentSealed = hints.Enqueue;
        check = new StoreCheck(layout, state, files, writer, hints);
        writer?.Start();
        committer.Start();
    }

    public string Path => layout.Root;

    public int SchemaVersion => identity.Schema;

    public IDirectory Directory { get; }

    public IMailboxes Mailboxes { get; }

    public IMailQueue Queue { get; }

    public IMailTrace Trace => trace;

    public IReadOnlyList<MailStoreFinding> OpeningFindings { get; }

    public ValueTask<(long SizeOnDisk, long MessageCount)> MeasureAsync(CancellationToken cancellationToken)
    {
        return new(Task.Run(
            () =>
            {
                EnumerationOptions options = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };
                long size = new DirectoryInfo(layout.Root).EnumerateFiles("*", options).Sum(SizeOf);
                return (size, state.Accounts.Values.Sum(account => account.MessageCount));
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
        return Task.Run(() => check.RepairAsync(findings, progress, cancellationToken), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        // What it reads later is read while everything is open.
        await trace.DisposeAsync();
        await committer.DisposeAsync();
        await hints.DisposeAsync();
        if (writer is not null)
        {
            await writer.DisposeAsync();
        }

        state.Log.Dispose();
        hold.Dispose();
        StorageLog.Closed(logger, layout.Root);
    }

    private static long SizeOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            // It went while the files were counted.
            return 0;
        }
    }
}
