using System.Threading.Channels;
using MailAdmin.Storage.Disk;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Storage.Trace;

/// <summary>Reads the details of events in the background, one after the other.</summary>
internal sealed class TraceBackground : IAsyncDisposable
{
    private const int Capacity = 10_000;
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(3);

    private readonly Channel<object> channel =
        Channel.CreateBounded<object>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    private readonly CancellationTokenSource stopping = new();
    private readonly TraceWriter writer;
    private readonly TimeProvider timeProvider;
    private readonly TraceDrops drops;
    private readonly ILogger logger;
    private readonly Task running;

    public TraceBackground(TraceWriter writer, TimeProvider timeProvider, ILogger logger)
    {
        this.writer = writer;
        this.timeProvider = timeProvider;
        this.logger = logger;
        drops = new TraceDrops(timeProvider, logger);
        running = Task.Run(RunAsync);
    }

    /// <summary>Accepts a function that reads an event, unless too many wait.</summary>
    public void Add(Func<CancellationToken, ValueTask<MailTraceEvent?>> read)
    {
        if (!channel.Writer.TryWrite(read))
        {
            drops.Add(1);
        }
    }

    /// <summary>Ends when the writer has every event that was accepted before.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await channel.Writer.WriteAsync(reached, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            await running;
            return;
        }

        await reached.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Reads what waits, unless that takes too long.</summary>
    public async ValueTask DisposeAsync()
    {
        channel.Writer.TryComplete();
        await using (timeProvider.CreateTimer(_ => stopping.Cancel(), null, StopTimeout, Timeout.InfiniteTimeSpan))
        {
            await running;
        }

        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        await foreach (object item in channel.Reader.ReadAllAsync())
        {
            if (item is TaskCompletionSource reached)
            {
                reached.SetResult();
            }
            else
            {
                await ReadAsync((Func<CancellationToken, ValueTask<MailTraceEvent?>>)item);
            }

            drops.Report();
        }

        drops.Report(always: true);
    }

    private async Task ReadAsync(Func<CancellationToken, ValueTask<MailTraceEvent?>> read)
    {
        if (stopping.IsCancellationRequested)
        {
            drops.Add(1);
            return;
        }

        try
        {
            if (await read(stopping.Token) is { } traceEvent)
            {
                writer.Write(traceEvent);
            }
        }
#pragma warning disable CA1031 // The message may be gone or damaged, and the trace goes on; the cause is logged.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            StorageLog.TraceReadFailed(logger, exception);
        }
    }
}
