using MailAdmin.Storage.Disk;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Log;

/// <summary>
/// Reads segments when the store is opened. What follows the last valid record of the last segment was never
/// acknowledged, or cannot be read: it is copied to another file and cut. Nothing else is ever cut.
/// </summary>
internal sealed class SegmentRecovery(
    LogKey key, RecordVisitor visitor, List<MailStoreFinding> findings, StoreLayout layout)
{
    private const int CopySize = 1 << 20;

    /// <summary>Visits the records of a segment and returns the last sequence number.</summary>
    public long Recover(LogSegment segment, bool isLast, long lastSequence)
    {
        RecoverHeader(segment, lastSequence);

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
            ReportDamage(segment, start, end);
        }

        if (scanner.ValidEnd < scanner.FileLength)
        {
            RecoverTail(segment, isLast, scanner.ValidEnd, scanner.FileLength);
        }

        return scanner.LastSequence;
    }

    private void RecoverHeader(LogSegment segment, long lastSequence)
    {
        Span<byte> header = stackalloc byte[LogFormat.SegmentHeaderLength];
        int count = segment.Read(0, header);
        if (LogFormat.TryReadSegmentHeader(header[..count], out LogKey found))
        {
            // Nothing is written into a file of another store.
            if (found != key)
            {
                throw MailException.Of(MailError.StoreInvalid.As("OtherStore"), segment.Path);
            }

            return;
        }

        // The process ended while it created the segment, or the header is damaged. Its content is known, so it is
        // rebuilt.
        LogFormat.WriteSegmentHeader(header, segment.Number, key, lastSequence + 1);
        RandomAccess.Write(segment.Handle, header, 0);
        StorePlatform.Sync(segment.Handle);
        segment.Length = Math.Max(segment.Length, LogFormat.SegmentHeaderLength);
        findings.Add(StoreFindings.SegmentHeader(segment.Path));
    }

    private void RecoverTail(LogSegment segment, bool isLast, long start, long end)
    {
        if (!isLast)
        {
            ReportDamage(segment, start, end);
            return;
        }

        string copy = CopyTail(segment, start, end);
        RandomAccess.SetLength(segment.Handle, start);
        StorePlatform.Sync(segment.Handle);
        segment.Length = start;
        findings.Add(StoreFindings.TornTail(segment.Path, start, end - start, copy));
    }

    private void ReportDamage(LogSegment segment, long start, long end) =>
        findings.Add(StoreFindings.DamagedRecord(segment.Path, start, end - start));

    private string CopyTail(LogSegment segment, long start, long end)
    {
        for (int number = 1; ; number++)
        {
            string copy = layout.TornTail(segment.Number, number);
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
