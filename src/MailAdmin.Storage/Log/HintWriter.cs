using MailAdmin.Storage.Disk;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Storage.Log;

/// <summary>Writes hints of sealed segments in the background, one after the other.</summary>
internal sealed class HintWriter(StoreLayout layout, LogKey key, ILogger logger) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private Task last = Task.CompletedTask;

    /// <summary>Queues the hint of a segment.</summary>
    public void Enqueue(LogSegment segment)
    {
        lock (gate)
        {
            last = last.ContinueWith(_ => Write(segment), TaskScheduler.Default);
        }
    }

    /// <summary>Waits until the queued hints are written.</summary>
    public Task WhenIdleAsync()
    {
        lock (gate)
        {
            return last;
        }
    }

    public async ValueTask DisposeAsync() => await WhenIdleAsync();

    private void Write(LogSegment segment)
    {
        try
        {
            SegmentHint.Write(layout, segment, key);
        }
#pragma warning disable CA1031 // A hint is a cache: the store must neither wait for it nor fail with it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            StorageLog.HintNotWritten(logger, exception, layout.HintFile(segment.Number));
        }
    }
}
