using MailAdmin.Storage.Disk;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Storage.Log;

/// <summary>Writes hints of sealed segments behind everybody's back, one after the other.</summary>
internal sealed class HintWriter(StoreLayout layout, LogKey key, ILogger logger) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private Task last = Task.CompletedTask;

    /// <summary>Writes the hint of a segment soon.</summary>
    public void Enqueue(LogSegment segment)
    {
        lock (gate)
        {
            last = last.ContinueWith(_ => Write(segment), TaskScheduler.Default);
        }
    }

    /// <summary>Waits until the hints that were asked for are written.</summary>
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
            SegmentHint.Write(layout, segment, key, segment.PreviousSequence);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or MailException)
        {
            StorageLog.HintNotWritten(logger, exception, layout.HintFile(segment.Number));
        }
    }
}
