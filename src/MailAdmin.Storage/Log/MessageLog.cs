using System.Collections.Concurrent;
using MailAdmin.Storage.Disk;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Log;

/// <summary>Is called with each valid record of the log, in order.</summary>
/// <param name="header">Its header.</param>
/// <param name="parts">What it changes.</param>
/// <param name="segment">The segment it is in.</param>
/// <param name="dataStart">Where in the segment the bytes begin that its parts refer to.</param>
internal delegate void RecordVisitor(RecordHeader header, ReadOnlySpan<byte> parts, LogSegment segment, long dataStart);

/// <summary>
/// The segments of a store, and the end to which batches are appended. One thread appends; any thread reads.
/// Invariants: what was appended and synced stays; a batch that failed is cut off before anything else is written; a
/// sync that failed is never tried again on the same handle.
/// </summary>
internal sealed class MessageLog(StoreLayout layout, StoreOptions options, LogKey key, ILogger logger) : IDisposable
{
    private const FileShare Sharing = FileShare.ReadWrite | FileShare.Delete;

    private readonly ConcurrentDictionary<int, LogSegment> segments = new();
    private readonly List<SafeFileHandle> retired = [];
    private LogSegment? active;
    private bool mustReopen;

    /// <summary>The number that the next record gets.</summary>
    public long NextSequence { get; private set; } = 1;

    /// <summary>Distinguishes the records of this store from other bytes.</summary>
    public LogKey Key => key;

    /// <summary>All segments.</summary>
    public IReadOnlyCollection<LogSegment> Segments => (IReadOnlyCollection<LogSegment>)segments.Values;

    /// <summary>The segment to which batches are appended.</summary>
    public LogSegment Active => active ?? throw new InvalidOperationException("The log is not open.");

    /// <summary>Returns the segment of a number, or null when it is missing.</summary>
    public LogSegment? FindSegment(int number) => segments.GetValueOrDefault(number);

    /// <summary>Opens all segments, visits every record, and repairs the end of the last segment.</summary>
    /// <param name="visitor">Is called with each record.</param>
    /// <param name="directorySequence">
    /// The last record that the directory has, so that hints are enough for earlier ones.
    /// </param>
    /// <param name="findings">Receives what is found.</param>
    /// <param name="hints">Writes the hints that are missing.</param>
    public void Open(RecordVisitor visitor, long directorySequence, List<MailStoreFinding> findings, HintWriter hints)
    {
        SegmentRecovery recovery = new(key, visitor, findings, layout);
        IReadOnlyList<int> numbers = layout.FindSegments();
        long lastSequence = 0;
        foreach (int number in numbers)
        {
            LogSegment segment = OpenSegment(number);
            segments[number] = segment;
            segment.PreviousSequence = lastSequence;
            bool isLast = number == numbers[^1];
            if (!isLast && SegmentHint.TryReplay(layout, segment, key, ref lastSequence, directorySequence, visitor))
            {
                continue;
            }

            int before = findings.Count;
            lastSequence = recovery.Recover(segment, isLast, lastSequence);
            if (!isLast && findings.Count == before)
            {
                RequireHint(segment, findings, hints);
            }
        }

        NextSequence = lastSequence + 1;
        active = numbers.Count > 0 ? segments[numbers[^1]] : CreateSegment(1);
    }

    /// <summary>Leaves out numbers up to one that the directory has, so that no number is given twice.</summary>
    public void SkipSequencesTo(long sequence) => NextSequence = Math.Max(NextSequence, sequence + 1);

    /// <summary>
    /// Appends whole records that begin with <see cref="NextSequence"/>, and returns the offset of the first one.
    /// </summary>
    /// <exception cref="MailException">DiskFull, StoreFailed, StoreReadOnly: nothing was appended.</exception>
    public long Append(ReadOnlySpan<byte> records, int count, bool sync)
    {
        LogSegment segment = Active;
        try
        {
            if (mustReopen)
            {
                Reopen(segment);
            }

            long start = segment.Length;
            options.BeforeDiskStep?.Invoke(DiskStep.Write, segment.Path, start + records.Length);
            RandomAccess.Write(segment.Handle, records, start);
            if (sync)
            {
                options.BeforeDiskStep?.Invoke(DiskStep.Sync, segment.Path, start + records.Length);
                StorePlatform.Sync(segment.Handle);
            }

            segment.Length = start + records.Length;
            NextSequence += count;
            return start;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            StorageLog.AppendFailed(logger, exception, segment.Path, segment.Length);
            mustReopen = true;
            TryReopen(segment);
            throw StorageErrors.Translate(exception, segment.Path);
        }
    }

    /// <summary>
    /// Begins a new segment when the last one is large enough. Returns the segment that was sealed, or null when there
    /// is none: without space for a new segment the last one is used further.
    /// </summary>
    public LogSegment? SealIfFull()
    {
        LogSegment full = Active;
        if (full.Length < options.SegmentSize || mustReopen)
        {
            return null;
        }

        try
        {
            StorePlatform.Sync(full.Handle);
            active = CreateSegment(full.Number + 1);
            return full;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            StorageLog.SegmentNotCreated(logger, exception, full.Number + 1);
            return null;
        }
    }

    public void Dispose()
    {
        foreach (LogSegment segment in segments.Values)
        {
            segment.Dispose();
        }

        foreach (SafeFileHandle handle in retired)
        {
            handle.Dispose();
        }
    }

    private void RequireHint(LogSegment segment, List<MailStoreFinding> findings, HintWriter hints)
    {
        if (!SegmentHint.IsRight(layout, segment, key))
        {
            findings.Add(StoreFindings.Hint(layout.HintFile(segment.Number), repaired: true));
            hints.Enqueue(segment);
        }
    }

    private LogSegment OpenSegment(int number)
    {
        string path = layout.SegmentFile(number);
        SafeFileHandle handle = StorePlatform.OpenFile(path, FileMode.Open, FileAccess.ReadWrite, Sharing);
        return new LogSegment(number, path, handle) { Length = RandomAccess.GetLength(handle) };
    }

    private LogSegment CreateSegment(int number)
    {
        string path = layout.SegmentFile(number);
        options.BeforeDiskStep?.Invoke(DiskStep.Open, path, 0);
        SafeFileHandle handle = StorePlatform.OpenFile(path, FileMode.CreateNew, FileAccess.ReadWrite, Sharing);
        try
        {
            Span<byte> header = stackalloc byte[LogFormat.SegmentHeaderLength];
            LogFormat.WriteSegmentHeader(header, number, key, NextSequence);
            RandomAccess.Write(handle, header, 0);
            StorePlatform.Sync(handle);
            StorePlatform.SyncFolder(layout.MailFolder);
        }
        catch (IOException)
        {
            handle.Dispose();
            File.Delete(path);
            throw;
        }

        LogSegment segment =
            new(number, path, handle) { Length = LogFormat.SegmentHeaderLength, PreviousSequence = NextSequence - 1 };
        segments[number] = segment;
        return segment;
    }

    private void TryReopen(LogSegment segment)
    {
        try
        {
            Reopen(segment);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next batch tries again; until then every change is refused.
            StorageLog.ReopenFailed(logger, exception, segment.Path);
        }
    }

    private void Reopen(LogSegment segment)
    {
        options.BeforeDiskStep?.Invoke(DiskStep.Open, segment.Path, segment.Length);
        SafeFileHandle handle = StorePlatform.OpenFile(segment.Path, FileMode.Open, FileAccess.ReadWrite, Sharing);
        try
        {
            RandomAccess.SetLength(handle, segment.Length);
            StorePlatform.Sync(handle);
        }
        catch (IOException)
        {
            handle.Dispose();
            throw;
        }

        // A reader may be about to use the old handle, so it stays open.
        retired.Add(segment.Handle);
        segment.Handle = handle;
        mustReopen = false;
        StorageLog.LogReopened(logger, segment.Path, segment.Length);
    }
}
