using System.Globalization;
using MailAdmin.Storage.Disk;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Log;

/// <summary>
/// Reads a segment when the store is opened. What follows the last valid record of the last segment was never
/// acknowledged, or cannot be
/// read: it is copied aside and cut. Nothing else is ever cut.
/// </summary>
internal static class SegmentRecovery
{
    private const int CopySize = 1 << 20;

    /// <summary>Shows the records of a segment and returns the last sequence number.</summary>
    public static long Recover(
        LogSegment segment,
        bool isLast,
        LogKey key,
        long lastSequence,
        RecordVisitor visitor,
        List<MailStoreFinding> findings,
        StoreLayout layout,
        ILogger logger)
    {
        RecoverHeader(segment, key, lastSequence, findings, logger);

        using SegmentScanner scanner = new(segment.Handle, key, lastSequence);
        while (scanner.Read())
        {
            ReadOnlySpan<byte> parts = LogFormat.PartsOf(scanner.Payload, out int dataOffset);
            visitor(scanner.Header, parts, segment, scanner.RecordStart + LogFormat.RecordHeaderLength + dataOffset);
        }

        if (scanner.MissingCount > 0 && scanner.Damaged.Count == 0)
        {
            findings.Add(StoreFindings.MissingRecords(segment.Path, scanner.MissingCount));
        }

        foreach ((long start, long end) in scanner.Damaged)
        {
            findings.Add(StoreFindings.DamagedRecord(segment.Path, start, end - start));
            StorageLog.DamagedRecord(logger, segment.Path, start, end - start);
        }

        if (scanner.ValidEnd < scanner.FileLength)
        {
            RecoverTail(segment, isLast, scanner.ValidEnd, scanner.FileLength, findings, layout, logger);
        }

        return scanner.LastSequence;
    }

    private static void RecoverHeader(
        LogSegment segment, LogKey key, long lastSequence, List<MailStoreFinding> findings, ILogger logger)
    {
        Span<byte> header = stackalloc byte[LogFormat.SegmentHeaderLength];
        int count = segment.Read(0, header);
        if (LogFormat.TryReadSegmentHeader(header[..count], out LogKey found, out _))
        {
            // Nothing is written into a file that is not ours.
            if (found != key)
            {
                throw new MailException(MailError.StoreInvalid, $"'{segment.Path}' belongs to another store.") { Target = segment.Path };
            }

            return;
        }

        // The process died while it made the segment, or the header is damaged; all that is in it is known.
        LogFormat.WriteSegmentHeader(header, segment.Number, key, lastSequence + 1);
        RandomAccess.Write(segment.Handle, header, 0);
        StorePlatform.Sync(segment.Handle);
        segment.Length = Math.Max(segment.Length, LogFormat.SegmentHeaderLength);
        findings.Add(StoreFindings.SegmentHeader(segment.Path));
        StorageLog.HeaderRestored(logger, segment.Path);
    }

    private static void RecoverTail(
        LogSegment segment, bool isLast, long start, long end, List<MailStoreFinding> findings, StoreLayout layout, ILogger logger)
    {
        if (!isLast)
        {
            findings.Add(StoreFindings.DamagedRecord(segment.Path, start, end - start));
            StorageLog.DamagedRecord(logger, segment.Path, start, end - start);
            return;
        }

        string copy = CopyAside(segment, start, end, layout);
        RandomAccess.SetLength(segment.Handle, start);
        StorePlatform.Sync(segment.Handle);
        segment.Length = start;
        findings.Add(StoreFindings.TornTail(segment.Path, start, end - start, copy));
        StorageLog.TornTail(logger, segment.Path, start, end - start, copy);
    }

    private static string CopyAside(LogSegment segment, long start, long end, StoreLayout layout)
    {
        for (int number = 1; ; number++)
        {
            string copy = Path.ChangeExtension(segment.Path, ".torn-" + number.ToString(CultureInfo.InvariantCulture));
            if (File.Exists(copy))
            {
                continue;
            }

            using SafeFileHandle target =
                StorePlatform.OpenFile(copy, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            byte[] buffer = new byte[(int)Math.Min(CopySize, end - start)];
            for (long offset = start; offset < end;)
            {
                int count = segment.Read(offset, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - offset)));
                if (count == 0)
                {
                    break;
                }

                RandomAccess.Write(target, buffer.AsSpan(0, count), offset - start);
                offset += count;
            }

            StorePlatform.Sync(target);
            StorePlatform.SyncFolder(layout.MailFolder);
            return copy;
        }
    }
}
