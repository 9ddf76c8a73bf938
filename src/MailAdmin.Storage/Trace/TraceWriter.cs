using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Storage.Trace;

/// <summary>
/// Writes events behind everybody's back. Nobody waits for it: when it is behind by more than its channel holds, or the
/// disk refuses, events are dropped. What it has taken is in the file after a second, without a sync.
/// </summary>
internal sealed class TraceWriter : IAsyncDisposable
{
    private const int Capacity = 10_000;
    private const int FlushSize = 1 << 16;
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromDays(1);
    private static readonly object FlushMark = new();
    private static readonly object SweepMark = new();

    private readonly Channel<object> channel = Channel.CreateBounded<object>(new BoundedChannelOptions(Capacity) { SingleReader = true });
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
    private int lineCount;
    private bool flushIsDue;

    public TraceWriter(TraceFiles files, Func<TimeSpan> retention, TimeProvider timeProvider, ILogger logger)
    {
        this.files = files;
        this.retention = retention;
        this.timeProvider = timeProvider;
        this.logger = logger;
        drops = new TraceDrops(timeProvider, logger);
        flushTimer = timeProvider.CreateTimer(_ => AskForFlush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        sweepTimer = timeProvider.CreateTimer(_ => channel.Writer.TryWrite(SweepMark), null, SweepInterval, SweepInterval);
        channel.Writer.TryWrite(SweepMark);
        running = Task.Run(RunAsync);
    }

    /// <summary>Takes an event, unless too many wait.</summary>
    public void Write(MailTraceEvent traceEvent)
    {
        if (!channel.Writer.TryWrite(traceEvent))
        {
            drops.Add(1);
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

        Flush();
        drops.Report(always: true);
    }

    private void Handle(object item)
    {
        switch (item)
        {
            case MailTraceEvent traceEvent:
                Add(traceEvent);
                break;
            case TaskCompletionSource flushed:
                Flush();
                flushed.SetResult();
                break;
            default:
                if (item == SweepMark)
                {
                    files.RemoveOld(timeProvider.GetUtcNow(), retention());
                }

                break;
        }

        if (lines.Length >= FlushSize || Volatile.Read(ref flushIsDue))
        {
            Flush();
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

        if (lineCount == 0)
        {
            flushTimer.Change(FlushInterval, Timeout.InfiniteTimeSpan);
        }

        lines.Write(line);
        lines.WriteByte((byte)'\n');
        lineCount++;
    }

    // The channel may be full; then the writer is at work and sees that it is due.
    private void AskForFlush()
    {
        Volatile.Write(ref flushIsDue, true);
        channel.Writer.TryWrite(FlushMark);
    }

    private void Flush()
    {
        Volatile.Write(ref flushIsDue, false);
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
