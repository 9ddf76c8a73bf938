using System.Runtime.CompilerServices;
using MailAdmin.Contracts;
using MailAdmin.Storage.Disk;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Trace;

/// <summary>The message trace, in files of its own. It never delays mail.</summary>
internal sealed class MailTrace : IMailTrace, IAsyncDisposable
{
    private const int MaxDisorder = 10_000;

    private readonly TraceFiles files;
    private readonly TraceWriter writer;
    private readonly TraceBackground background;

    public MailTrace(
        StoreLayout layout, StoreOptions options, Func<TimeSpan> retention, TimeProvider timeProvider, ILogger logger)
    {
        files = new TraceFiles(layout, options, logger);
        writer = new TraceWriter(files, retention, timeProvider, logger);
        background = new TraceBackground(writer, timeProvider, logger);
    }

    public void Write(MailTraceEvent traceEvent) => writer.Write(traceEvent);

    public void WriteLater(Func<CancellationToken, ValueTask<MailTraceEvent?>> read) => background.Add(read);

    public async IAsyncEnumerable<MailTraceEvent> FindAsync(
        TraceFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await background.FlushAsync(cancellationToken);
        await writer.FlushAsync(cancellationToken);
        TraceMatch match = new(filter);
        foreach (DateOnly day in files.FindDays().Where(match.Fits))
        {
            if (files.Open(day) is { } file)
            {
                foreach (MailTraceEvent traceEvent in Read(file, match, cancellationToken))
                {
                    yield return traceEvent;
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await background.DisposeAsync();
        await writer.DisposeAsync();
    }

    // Events are written a little later than they happen, so a line is at most as far out of order as events may wait.
    private static IEnumerable<MailTraceEvent> Read(
        SafeFileHandle file, TraceMatch match, CancellationToken cancellationToken)
    {
        using TraceReader reader = new(file);
        PriorityQueue<MailTraceEvent, (long Time, long Line)> sorted = new();
        long line = 0;
        while (TryReadLine(reader, out MailTraceEvent? traceEvent))
        {
            cancellationToken.ThrowIfCancellationRequested();
            line++;
            if (traceEvent is not null && match.Fits(traceEvent))
            {
                sorted.Enqueue(traceEvent, (traceEvent.Timestamp.ToUniversalTime().Ticks, line));
                if (sorted.Count > MaxDisorder)
                {
                    yield return sorted.Dequeue();
                }
            }
        }

        while (sorted.TryDequeue(out MailTraceEvent? next, out _))
        {
            yield return next;
        }
    }

    private static bool TryReadLine(TraceReader reader, out MailTraceEvent? traceEvent)
    {
        bool found = reader.TryRead(out ReadOnlySpan<byte> bytes);
        traceEvent = found ? TraceLine.Read(bytes) : null;
        return found;
    }
}
