using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Storage.Trace;

/// <summary>
/// Writes events in the background. Nobody waits for it: when too many events wait, or the disk refuses them, events
/// are dropped. An accepted event is in the file after a second, without a sync. Events are collected and written many
/// at a time: waking a thread for each would cost a delivery more than its event.
/// </summary>
internal sealed class TraceWriter : IAsyncDisposable
{
    private const int Capacity = 10_000;
    private const int CollectedTogether = 512;
    private const int FlushSize = 1 << 16;
    private const int MaxMarks = 1_000;
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromDays(1);
    private static readonly object FlushMark = new();
    private static readonly object CollectedMark = new();
    private static readonly object SweepMark = new();

    private readonly Channel<object> channel =
        Channel.CreateBounded<object>(new BoundedChannelOptions(MaxMarks) { SingleReader = true });

    private readonly ConcurrentQueue<MailTraceEvent> collected = new();
    private readonly TraceFiles files;
    private readonly Func<TimeSpan> retention;
    private readonly TimeProvider timeProvider;
    private readonly TraceDrops drops;
    private readonly MemoryStream lines = new();
    private readonly ITimer flushTimer;
    private readonly ITimer sweepTimer;
    private readonly Task running;
    private DateOnly day;
    private int collectedCount;
    private int lineCount;

    public TraceWriter(TraceFiles files, Func<TimeSpan> retention, TimeProvider timeProvider, ILogger logger)
    {
        this.files = files;
        this.retention = retention;
        this.timeProvider = timeProvider;
        drops = new TraceDrops(timeProvider, logger);
        flushTimer = timeProvider.CreateTimer(
            _ => channel.Writer.TryWrite(FlushMark), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        sweepTimer = timeProvider.CreateTimer(
            _ => channel.Writer.TryWrite(SweepMark), null, SweepInterval, SweepInterval);
        channel.Writer.TryWrite(SweepMark);
        running = Task.Run(RunAsync);
    }

    /// <summary>Accepts an event, unless too many wait.</summary>
    public void Write(MailTraceEvent traceEvent)
    {
        int count = Interlocked.Increment(ref collectedCount);
        if (count > Capacity)
        {
            Interlocked.Decrement(ref collectedCount);
            drops.Add(1);
            return;
        }

        collected.Enqueue(traceEvent);
        if (count == 1)
        {
            flushTimer.Change(FlushInterval, Timeout.InfiniteTimeSpan);
        }
        else if (count % CollectedTogether == 0)
        {
            channel.Writer.TryWrite(CollectedMark);
        }
    }

    /// <summary>Ends when every event that was accepted before is in the files.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource flushed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await channel.Writer.WriteAsync(flushed, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            // Disposal writes what is left.
            await running;
            return;
        }

        await flushed.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await sweepTimer.DisposeAsync();
        channel.Writer.TryComplete();
        await running;
        await flushTimer.DisposeAsync();
        await lines.DisposeAsync();
    }

    private async Task RunAsync()
    {
        await foreach (object item in channel.Reader.ReadAllAsync())
        {
            try
            {
                Handle(item);
            }
#pragma warning disable CA1031 // An event must stop neither the trace nor the mail; the cause is logged.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                drops.Add(1, exception);
            }

            drops.Report();
        }

        TakeCollected();
        Flush();
        drops.Report(always: true);
    }

    private void Handle(object item)
    {
        if (item == SweepMark)
        {
            files.RemoveOld(timeProvider.GetUtcNow(), retention());
        }

        TakeCollected();
        if (item == FlushMark || item is TaskCompletionSource)
        {
            Flush();
        }
        else if (lineCount > 0)
        {
            flushTimer.Change(FlushInterval, Timeout.InfiniteTimeSpan);
        }

        (item as TaskCompletionSource)?.SetResult();
    }

    // Also takes an event that comes during the last one: its writer saw others before it and set no timer.
    private void TakeCollected()
    {
        while (collected.TryDequeue(out MailTraceEvent? traceEvent))
        {
            Interlocked.Decrement(ref collectedCount);
            try
            {
                Add(traceEvent);
            }
#pragma warning disable CA1031 // One event must not stop the others; the cause is logged.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                drops.Add(1, exception);
            }
        }
    }

    private void Add(MailTraceEvent traceEvent)
    {
        byte[] line = TraceLine.Write(traceEvent);
        DateOnly dayOfEvent = DateOnly.FromDateTime(traceEvent.Timestamp.ToUniversalTime());
        if (dayOfEvent != day)
        {
            Flush();
            day = dayOfEvent;
        }

        lines.Write(line);
        lines.WriteByte((byte)'\n');
        lineCount++;
        if (lines.Length >= FlushSize)
        {
            Flush();
        }
    }

    private void Flush()
    {
        if (lineCount == 0)
        {
            return;
        }

        try
        {
            files.Append(day, lines.GetBuffer().AsSpan(0, (int)lines.Length));
        }
#pragma warning disable CA1031 // A disk that is full or read-only must not disturb mail; the cause is logged.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            drops.Add(lineCount, exception);
        }

        lines.SetLength(0);
        lineCount = 0;
    }
}
