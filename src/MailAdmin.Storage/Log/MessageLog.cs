using System.Collections.Concurrent;
using MailAdmin.Storage.Disk;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Log;

/// <summary>
/// The segments of a store, and the end to which batches are appended. One thread appends; any thread reads.
/// Invariants: what was appended and synced stays; a batch that failed is cut off before anything else is written; a
/// sync that failed is never tried again on the same handle.
/// </summary>
internal sealed class MessageLog(StoreLayout layout, StoreOptions options, LogKey key, ILogger logger) : IDisposable
{
    private readonly ConcurrentDictionary<int, LogSegment> segments = new();
    private readonly SegmentFiles files = new(layout, options, key, logger);
    private readonly List<SafeFileHandle> retired = [];
    private LogSegment? active;
    private bool mustReopen;
    private bool isUnsynced;

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
            LogSegment segment = files.Open(number);
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
    /// Whether an append failed and what it left is not cut off yet, so that a crash may bring it back.
    /// </summary>
    public bool IsUncertain => mustReopen;

    /// <summary>
    /// Appends whole records that begin with <see cref="NextSequence"/> to <see cref="Active"/>, and returns the offset
    /// of the first one.
    /// </summary>
    /// <exception cref="MailException">
    /// DiskFull, StoreFailed, StoreReadOnly, StoreUnavailable (a fault of this program): nothing was appended.
    /// </exception>
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
            isUnsynced |= !sync;
            if (sync)
            {
                options.BeforeDiskStep?.Invoke(DiskStep.Sync, segment.Path, start + records.Length);
                StorePlatform.Sync(segment.Handle);
            }

            segment.Length = start + records.Length;
            NextSequence += count;
            return start;
        }
#pragma warning disable CA1031 // Whatever it is, the log must be cut to what is committed before it is used again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            StorageLog.AppendFailed(logger, exception, segment.Path, segment.Length);
            mustReopen = true;
            TryReopen(segment);
            throw exception is IOException or UnauthorizedAccessException
                ? StorageErrors.Translate(exception, segment.Path)
                : MailException.Of(
                    MailError.StoreUnavailable.As("Stopped"), exception, layout.Root, exception.Message);
        }
    }

    /// <summary>
    /// Begins a new segment when the last one is large enough. Returns the segment that was sealed, or null when there
    /// is none: without space for a new segment the last one is used further, up to the largest size of a segment.
    /// </summary>
    public LogSegment? SealIfFull()
    {
        if (Active.Length < options.SegmentSize || mustReopen)
        {
            return null;
        }

        try
        {
            return Seal();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            StorageLog.SegmentNotCreated(logger, exception, Active.Number + 1);
            return null;
        }
    }

    /// <summary>
    /// Begins a new segment when the last one cannot take so many bytes more. Returns the segment that was sealed, or
    /// null when there is none.
    /// </summary>
    /// <exception cref="MailException">DiskFull, StoreFailed, StoreReadOnly: there is no new segment.</exception>
    public LogSegment? SealUnlessFits(int length)
    {
        if (Active.Length + length <= options.MaxSegmentSize || Active.Length <= LogFormat.SegmentHeaderLength)
        {
            return null;
        }

        try
        {
            if (mustReopen)
            {
                Reopen(Active);
            }

            return Seal();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            StorageLog.SegmentNotCreated(logger, exception, Active.Number + 1);
            throw StorageErrors.Translate(exception, layout.SegmentFile(Active.Number + 1));
        }
    }

    /// <summary>Syncs what was appended without a sync, before the log is closed.</summary>
    /// <exception cref="IOException">It may not be on the disk.</exception>
    public void Flush()
    {
        if (isUnsynced && !mustReopen)
        {
            StorePlatform.Sync(Active.Handle);
            isUnsynced = false;
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

    private LogSegment Seal()
    {
        LogSegment full = Active;
        try
        {
            options.BeforeDiskStep?.Invoke(DiskStep.Sync, full.Path, full.Length);
            StorePlatform.Sync(full.Handle);
        }
        catch (IOException)
        {
            // This handle says nothing any more about what is on the disk.
            mustReopen = true;
            throw;
        }

        active = CreateSegment(full.Number + 1);
        return full;
    }

    private void RequireHint(LogSegment segment, List<MailStoreFinding> findings, HintWriter hints)
    {
        if (!SegmentHint.IsRight(layout, segment, key))
        {
            findings.Add(StoreFindings.Hint(layout.HintFile(segment.Number), repaired: true));
            hints.Enqueue(segment);
        }
    }

    private void TryReopen(LogSegment segment)
    {
        try
        {
            Reopen(segment);
        }
#pragma warning disable CA1031 // The fault that led here is the one to report.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // The next batch tries again; until then every change is refused.
            StorageLog.ReopenFailed(logger, exception, segment.Path);
        }
    }

    private void Reopen(LogSegment segment)
    {
        SafeFileHandle handle = files.Reopen(segment);

        // A reader may be about to use the old handle, so it stays open.
        retired.Add(segment.Handle);
        segment.Handle = handle;
        mustReopen = false;
        StorageLog.LogReopened(logger, segment.Path, segment.Length);
    }

    private LogSegment CreateSegment(int number)
    {
        LogSegment segment = files.Create(number, NextSequence);
        segments[segment.Number] = segment;
        return segment;
    }
}
