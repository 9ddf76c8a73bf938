using System.Collections.Concurrent;
using MailAdmin.Storage.Disk;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Storage.Directory;

/// <summary>
/// Writes directory.db after each commit, on a thread of its own: mail never waits for it, and changes that come together
/// are one transaction. What is not written when the process ends is read from the log at the next opening.
/// </summary>
internal sealed class DirectoryWriter : IAsyncDisposable
{
    private const int MaxRecords = 2_000;
    private static readonly TimeSpan LogonInterval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    private readonly StoreLayout layout;
    private readonly ILogger logger;
    private readonly TimeProvider timeProvider;
    private readonly LogonRegister logons;
    private readonly BlockingCollection<object> queue = [];
    private readonly ITimer timer;
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DirectoryFile? file;
    private DirectoryCommit last;
    private bool complete;
    private long deadline = long.MaxValue;

    public DirectoryWriter(
        StoreLayout layout,
        DirectoryFile? file,
        DirectoryCommit current,
        bool complete,
        LogonRegister logons,
        TimeProvider timeProvider,
        ILogger logger)
    {
        this.layout = layout;
        this.file = file;
        this.complete = complete;
        this.logons = logons;
        this.timeProvider = timeProvider;
        this.logger = logger;
        last = current;
        timer = timeProvider.CreateTimer(_ => Wake(), null, LogonInterval, LogonInterval);
    }

    /// <summary>Starts the thread.</summary>
    public void Start()
    {
        // What the log had more than the file goes in first.
        queue.Add(last);
        new Thread(Run) { IsBackground = true, Name = "MailAdmin directory" }.Start();
    }

    /// <summary>Takes over a commit; called by the committer.</summary>
    public void Enqueue(DirectoryCommit commit) => queue.Add(commit);

    /// <summary>
    /// Compares the file with what it should hold, after everything that waits is written; null: it is right.
    /// </summary>
    public Task<string?> FindFaultAsync() => AskAsync(() =>
        file is null ? "could not be written" : file.FindFault(last.Snapshot));

    /// <summary>Rebuilds the file.</summary>
    public Task<bool> RebuildAsync() => AskAsync(() =>
    {
        file?.Dispose();
        file = null;
        complete = false;
        DirectoryRecovery.Remove(layout, logger);
        Write([]);
        return complete;
    });

    /// <summary>Writes what waits, unless that takes too long, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync();
        Volatile.Write(ref deadline, timeProvider.GetTimestamp() + (long)(Timeout.TotalSeconds * timeProvider.TimestampFrequency));
        queue.CompleteAdding();
        await stopped.Task;
        queue.Dispose();
    }

    private async Task<T> AskAsync<T>(Func<T> question)
    {
        TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            queue.Add((Action)(() => answer.TrySetResult(question())));
        }
        catch (InvalidOperationException exception)
        {
            throw MailException.Of(MailError.StoreUnavailable.As("Closing"), exception, layout.Root);
        }

        return await answer.Task;
    }

    private void Wake()
    {
        if (!queue.IsAddingCompleted)
        {
            queue.TryAdd(this);
        }
    }

    private void Run()
    {
        List<JournalRecord> records = [];
        foreach (object first in queue.GetConsumingEnumerable())
        {
            if (timeProvider.GetTimestamp() > Volatile.Read(ref deadline))
            {
                break;
            }

            records.Clear();
            Gather(first, records);
            Action? question = first as Action;
            while (question is null && records.Count < MaxRecords && queue.TryTake(out object? next))
            {
                Gather(next, records);
                question = next as Action;
            }

            Write(records);
            question?.Invoke();
        }

        Write([]);
        file?.Dispose();
        stopped.TrySetResult();
    }

    private void Gather(object item, List<JournalRecord> records)
    {
        if (item is DirectoryCommit commit)
        {
            last = commit;
            records.AddRange(commit.Journal);
        }
    }

    private void Write(List<JournalRecord> records)
    {
        try
        {
            if (file is not null && complete)
            {
                file.Write(last.Snapshot, records, last.Sequence, logons.TakeUnwritten());
                return;
            }

            file ??= DirectoryFile.Open(layout);
            file.WriteAll(last.Snapshot, last.Sequence, logons.All);
            complete = true;
        }
        catch (DirectoryDamagedException exception)
        {
            // A full disk ends here too. The next change tries again with a new file.
            StorageLog.DirectoryNotWritten(logger, exception, layout.DirectoryFile);
            file?.Dispose();
            file = null;
            complete = false;
            DirectoryRecovery.Remove(layout, logger);
        }
    }
}
