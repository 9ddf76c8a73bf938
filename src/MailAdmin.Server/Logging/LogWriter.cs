using System.Buffers;
using System.Threading.Channels;

namespace MailAdmin.Server.Logging;

/// <summary>
/// Writes entries in the background. Nobody waits for it and nothing of it fails: what cannot be written, because the
/// disk is full or too slow, is counted, and the number is logged when something can be written again.
/// </summary>
internal sealed class LogWriter : IAsyncDisposable
{
    private const int Capacity = 10_000;
    private const int BatchSize = 256 << 10;

    // Entries, and sources that complete when every entry before them is written.
    private readonly Channel<object> channel;
    private readonly TaskCompletionSource<bool> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LogFiles files;
    private readonly JournalOutput? journal;
    private readonly Func<string, MailServerLogEntry> describeLoss;
    private readonly Task running;
    private long lost;
    private string? reason;
    private volatile bool isDetached;

    /// <param name="files">Where lines go.</param>
    /// <param name="journal">Receives them too; null when this process is no service.</param>
    /// <param name="describeLoss">An entry that says how many are missing and why.</param>
    public LogWriter(LogFiles files, JournalOutput? journal, Func<string, MailServerLogEntry> describeLoss)
    {
        this.files = files;
        this.journal = journal;
        this.describeLoss = describeLoss;
        channel = Channel.CreateBounded<object>(
            new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite },
            OnDropped);
        running = Task.Run(RunAsync);
    }

    /// <summary>How many entries are missing, as far as the log does not say so yet.</summary>
    public long Lost => Interlocked.Read(ref lost);

    /// <summary>Accepts an entry, without waiting.</summary>
    public void Write(MailServerLogEntry entry) => channel.Writer.TryWrite(entry);

    /// <summary>Completes when everything is written that was accepted before, unless too much waits.</summary>
    public Task FlushAsync()
    {
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return channel.Writer.TryWrite(reached) ? reached.Task : running;
    }

    /// <summary>Begins to write, when the store is this process's; until then entries wait.</summary>
    public void Start() => started.TrySetResult(true);

    /// <summary>Writes nothing into the folder any more, which may be another's by now.</summary>
    public void Detach() => isDetached = true;

    /// <summary>Writes what waits, if writing has begun.</summary>
    public async ValueTask DisposeAsync()
    {
        channel.Writer.TryComplete();
        started.TrySetResult(false);
        await running;
        files.Dispose();
        journal?.Dispose();
    }

    private async Task RunAsync()
    {
        if (!await started.Task)
        {
            return;
        }

        Attempt(files.CreateFolder);
        ArrayBufferWriter<byte> batch = new(BatchSize);
        List<TaskCompletionSource> flushes = [];
        while (await channel.Reader.WaitToReadAsync())
        {
            int count = Take(batch, flushes);
            if (count > 0)
            {
                Append(batch, count);
            }

            flushes.ForEach(reached => reached.SetResult());
            flushes.Clear();
        }
    }

    private int Take(ArrayBufferWriter<byte> batch, List<TaskCompletionSource> flushes)
    {
        batch.ResetWrittenCount();
        int count = 0;
        while (batch.WrittenCount < BatchSize && channel.Reader.TryRead(out object? item))
        {
            if (item is TaskCompletionSource reached)
            {
                flushes.Add(reached);
                continue;
            }

            var entry = (MailServerLogEntry)item;
            journal?.Write(entry);
            Add(batch, entry);
            count++;
        }

        return count;
    }

    private void OnDropped(object item)
    {
        if (item is TaskCompletionSource reached)
        {
            reached.TrySetResult();
        }
        else
        {
            Interlocked.Increment(ref lost);
        }
    }

    private void Append(ArrayBufferWriter<byte> batch, int count)
    {
        if (isDetached)
        {
            return;
        }

        if (!Attempt(() => files.Append(batch.WrittenSpan)))
        {
            Interlocked.Add(ref lost, count);
            return;
        }

        // Of its own, after the lines, so that it is right when this is the first thing that can be written again.
        long missing = Interlocked.Exchange(ref lost, 0);
        if (missing > 0)
        {
            batch.ResetWrittenCount();
            string cause = reason ?? "too many came at once";
            Add(batch, describeLoss($"{missing} entries of this log are missing: {cause}"));
            Attempt(() => files.Append(batch.WrittenSpan));
            reason = null;
        }
    }

    private static void Add(ArrayBufferWriter<byte> batch, MailServerLogEntry entry)
    {
        batch.Write(LogLine.Write(entry));
        batch.Write("\n"u8);
    }

    private bool Attempt(Action write)
    {
        try
        {
            write();
            return true;
        }
#pragma warning disable CA1031 // Whatever the disk does, mail goes on; the reason is logged later.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            reason = exception.Message;
            return false;
        }
    }
}
