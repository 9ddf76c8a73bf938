using System.Collections.Concurrent;
using MailAdmin.Storage.Disk;
using MailAdmin.Texts;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Storage.Directory;

/// <summary>What directory.db is written from, besides commits.</summary>
internal sealed record DirectorySources(LogonRegister Logons, JournalBackfill Journal, UsageRecorder Usage);

/// <summary>
/// Writes and queries directory.db on a thread of its own: mail never waits for it, and changes that come together are
/// one transaction. What is not written when the process ends is read from the log at the next opening.
/// </summary>
internal sealed class DirectoryWriter : IAsyncDisposable
{
    private const int MaxRecords = 2_000;

    // A command that opens the store for a moment does not pay for what can be done later.
    private const int IdleMilliseconds = 1_000;
    private static readonly TimeSpan WakeInterval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ClosingTimeout = TimeSpan.FromSeconds(3);

    private readonly StoreLayout layout;
    private readonly DirectorySources sources;
    private readonly TimeProvider timeProvider;
    private readonly ILogger logger;
    private readonly BlockingCollection<object> queue = [];
    private readonly ITimer timer;
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DirectoryFile? file;
    private DirectoryCommit last;
    private string? copyFrom;
    private long deadline = long.MaxValue;

    public DirectoryWriter(
        StoreLayout layout,
        OpenedDirectory opened,
        DirectoryCommit current,
        DirectorySources sources,
        TimeProvider timeProvider,
        ILogger logger)
    {
        this.layout = layout;
        this.sources = sources;
        this.timeProvider = timeProvider;
        this.logger = logger;
        last = current;
        copyFrom = opened.Former;
        timer = timeProvider.CreateTimer(_ => Wake(), null, WakeInterval, WakeInterval);
        if (opened.File is { } found)
        {
            Use(found);
        }
    }

    private bool HasWork => file is not null && (IsJournalBehind || sources.Usage.IsDue);

    private bool IsJournalBehind => file is not null && file.JournalSequence < last.Sequence;

    /// <summary>Starts the thread.</summary>
    public void Start()
    {
        // What the log had more than the file goes in first.
        queue.Add(last);
        new Thread(Run) { IsBackground = true, Name = "MailAdmin directory" }.Start();
    }

    /// <summary>Adds a commit; called by the committer.</summary>
    public void Enqueue(DirectoryCommit commit) => queue.Add(commit);

    /// <summary>
    /// Compares the file with what it should contain, after everything that waits is written; null when they are the
    /// same.
    /// </summary>
    public Task<MailText?> FindFaultAsync() => EnqueueAsync(() =>
        file is null ? MailText.Of("Finding.DirectoryBehind.NotWritten") : file.FindFault(last.Snapshot));

    /// <summary>Rebuilds the file.</summary>
    public Task<bool> RebuildAsync() => EnqueueAsync(() =>
    {
        Discard();
        Write([]);
        return file is not null;
    });

    /// <summary>Asks the file, after everything that waits is written.</summary>
    /// <exception cref="MailException">StoreUnavailable.</exception>
    public Task<T> AskAsync<T>(Func<DirectoryFile, T> question) => EnqueueAsync(() =>
    {
        try
        {
            return question(RequireFile());
        }
        catch (DirectoryDamagedException exception)
        {
            StorageLog.DirectoryNotWritten(logger, exception, layout.DirectoryFile);
            Discard();
            Write([]);
            return question(RequireFile());
        }
    });

    /// <summary>Asks the file when its change journal is complete.</summary>
    /// <exception cref="MailException">StoreUnavailable.</exception>
    public Task<T> AskJournalAsync<T>(Func<DirectoryFile, T> question) => AskAsync(found =>
    {
        while (found.JournalSequence < last.Sequence)
        {
            sources.Journal.Step(found, last);
        }

        return question(found);
    });

    /// <summary>Writes what waits, unless that takes too long, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync();
        long allowed = (long)(ClosingTimeout.TotalSeconds * timeProvider.TimestampFrequency);
        Volatile.Write(ref deadline, timeProvider.GetTimestamp() + allowed);
        queue.CompleteAdding();
        await stopped.Task;
        queue.Dispose();
    }

    private async Task<T> EnqueueAsync<T>(Func<T> question)
    {
        TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            queue.Add((Action)(() => Answer(question, answer)));
        }
        catch (InvalidOperationException exception)
        {
            throw MailException.Of(MailError.StoreUnavailable.As("Closing"), exception, layout.Root);
        }

        return await answer.Task;
    }

    private void Answer<T>(Func<T> question, TaskCompletionSource<T> answer)
    {
        try
        {
            answer.TrySetResult(question());
        }
#pragma warning disable CA1031 // Whatever it is, it is for the one who asked.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            answer.TrySetException(exception is DirectoryDamagedException
                ? MailException.Of(MailError.StoreUnavailable, exception, layout.DirectoryFile)
                : exception);
        }
    }

    private DirectoryFile RequireFile() => file ?? throw new DirectoryDamagedException("It could not be written.");

    private void Wake()
    {
        if (!queue.IsAddingCompleted)
        {
            queue.TryAdd(this);
        }
    }

    private void Run()
    {
        if (file is not null)
        {
            Attempt(() => CopyHistory(file));
        }

        List<JournalRecord> records = [];
        while (!queue.IsCompleted && timeProvider.GetTimestamp() <= Volatile.Read(ref deadline))
        {
            if (!queue.TryTake(out object? first, HasWork ? IdleMilliseconds : Timeout.Infinite))
            {
                Attempt(WorkInBackground);
                continue;
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

        Close();
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

    // Until somebody wants something, or there is no more to do.
    private void WorkInBackground()
    {
        while (file is not null && queue.Count == 0 && !queue.IsAddingCompleted && HasWork)
        {
            if (IsJournalBehind)
            {
                sources.Journal.Step(file, last);
            }
            else
            {
                sources.Usage.Step(file);
            }
        }
    }

    private void Write(List<JournalRecord> records)
    {
        Attempt(() =>
        {
            if (file is not null)
            {
                file.Write(last with { Journal = records }, sources.Logons.TakeUnwritten());
                return;
            }

            DirectoryFile made = DirectoryRecovery.Make(layout);
            try
            {
                made.WriteAll(last, sources.Logons.All);
                CopyHistory(made);
            }
            catch
            {
                made.Dispose();
                throw;
            }

            Use(made);
        });
    }

    private void Use(DirectoryFile opened)
    {
        file = opened;
        sources.Journal.Dispose();
        sources.Usage.Begin(opened);
    }

    // What cannot be read of the former file is lost.
    private void CopyHistory(DirectoryFile made)
    {
        if (copyFrom is { } path)
        {
            DirectoryRecovery.CopyHistory(layout, path, made, logger);
            copyFrom = null;
        }
    }

    private void Close()
    {
        sources.Journal.Dispose();
        Write([]);
        Attempt(() =>
        {
            if (file is not null)
            {
                sources.Usage.RecordChanged(file);
            }
        });
        file?.Dispose();
    }

    // A full disk ends here too. The next change tries again with a new file.
    private void Attempt(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is DirectoryDamagedException or IOException
            or UnauthorizedAccessException or MailException)
        {
            // The last three are of the log, from which it is written.
            StorageLog.DirectoryNotWritten(logger, exception, layout.DirectoryFile);
            Discard();
        }
    }

    private void Discard()
    {
        file?.Dispose();
        file = null;
        copyFrom = DirectoryRecovery.Replace(layout, logger) ?? copyFrom;
    }
}
