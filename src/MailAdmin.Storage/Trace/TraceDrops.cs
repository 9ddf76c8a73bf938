using MailAdmin.Storage.Disk;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Storage.Trace;

/// <summary>Counts events that were dropped, and logs their number once a minute at most.</summary>
internal sealed class TraceDrops(TimeProvider timeProvider, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private long count;
    private long? reported;
    private Exception? cause;

    public void Add(int number, Exception? exception = null)
    {
        Interlocked.Add(ref count, number);
        if (exception is not null)
        {
            Volatile.Write(ref cause, exception);
        }
    }

    /// <summary>Logs what was dropped since the last time; only the writer calls it.</summary>
    public void Report(bool always = false)
    {
        if (Interlocked.Read(ref count) == 0
            || (!always && reported is { } last && timeProvider.GetElapsedTime(last) < Interval))
        {
            return;
        }

        reported = timeProvider.GetTimestamp();
        StorageLog.TraceDropped(logger, Interlocked.Exchange(ref cause, null), Interlocked.Exchange(ref count, 0));
    }
}
