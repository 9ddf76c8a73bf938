using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Storage.Trace;

/// <summary>
/// Writes events behind everybody's back. Nobody waits for it: when it is behind by more than its channel holds, or the
/// disk refuses, events are dropped. What it has taken is in the file after a second, without a sync. Events are gathered
/// and written many at a time: to wake a thread for each would cost a delivery more than its event.
/// </summary>
internal sealed class TraceWriter : IAsyncDisposable
{
    private const int Capacity = 10_000;
    private const int GatheredTogether = 512;
    private const int FlushSize = 1 << 16;
    private const int MostMarks = 1_000;
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromDays(1);
    private static readonly object FlushMark = new();
    private static readonly object GatheredMark = new();
    private static readonly object SweepMark = new();

    private readonly Channel<object> channel = Channel.CreateBounded<object>(new BoundedChannelOptions(MostMarks) { SingleReader = true });
    private readonly ConcurrentQueue<MailTraceEvent> gathered = new();
    private readonly TraceFiles files;
    private readonly Func<TimeSpan> retention;
    private readonly TimeProvider timeProvider;
    private readonly ILogger logger;
    private readonly TraceDrops drops;
    private readonly MemoryStream lines = new();
    private readonly ITimer flushTimer;
    private readonly ITimer sweepTimer;
    private readonly Task running;
    private DateOnly day;
    private int gatheredCount;
    private int lineCount;

    public TraceWriter(TraceFiles files, Func<TimeSpan> retention, TimeProvider timeProvider, ILogger logger)
    {
        this.files = files;
        this.retention = retention;
        this.timeProvider = timeProvider;
        this.logger = logger;
        drops = new TraceDrops(timeProvider, logger);
        flushTimer = timeProvider.CreateTimer(_ => channel.Writer.TryWrite(FlushMark), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        sweepTimer = timeProvider.CreateTimer(_ => channel.Writer.TryWrite(SweepMark), null, SweepInterval, SweepInterval);
        channel.Writer.TryWrite(SweepMark);
        running = Task.Run(RunAsync);
    }

    /// <summary>Takes an event, unless too many wait.</summary>
    public void Write(MailTraceEvent traceEvent)
    {
        int count = Interlocked.Increment(ref gatheredCount);
        if (count > Capacity)
        {
            Interlocked.Decrement(ref gatheredCount);
            drops.Add(1);
            return;
        }

        gathered.Enqueue(traceEvent);
        if (count == 1)
        {
            flushTimer.Change(FlushInterval, Timeout.InfiniteTimeSpan);
        }
        else if (count % GatheredTogether == 0)
        {
            channel.Writer.TryWrite(GatheredMark);
        }
    }

    /// <summary>Ends when everything that was taken before is in the files.</summary>
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

        TakeGathered();
        Flush();
        drops.Report(always: true);
    }

    private void Handle(object item)
    {
        if (item == SweepMark)
        {
            files.RemoveOld(timeProvider.GetUtcNow(), retention());
        }

        TakeGathered();
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

    // One that comes while this takes the last is taken too; who wrote it saw others before it and set no timer.
    private void TakeGathered()
    {
        while (gathered.TryDequeue(out MailTraceEvent? traceEvent))
        {
            Interlocked.Decrement(ref gatheredCount);
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
        DateOnly dayOfEvent = DateOnly.FromDateTime(traceEvent.Timestamp.UtcDateTime);
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
