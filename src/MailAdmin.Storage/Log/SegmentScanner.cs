using System.Buffers;
using System.Buffers.Binary;
using MailAdmin.Storage.Disk;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Log;

/// <summary>
/// Reads the records of a segment in order. After a damaged one it continues at the next bytes that have the store's
/// mark, a later sequence number and the right checksum, so that damage costs only the record it is in.
/// </summary>
internal sealed class SegmentScanner : IDisposable
{
    private const int WindowSize = 1 << 20;

    private readonly SafeFileHandle file;
    private readonly LogKey key;
    private readonly long length;
    private readonly List<(long Start, long End)> damaged = [];
    private byte[] window = ArrayPool<byte>.Shared.Rent(WindowSize);
    private long windowStart;
    private int windowLength;
    private long position;

    public SegmentScanner(SafeFileHandle file, LogKey key, long lastSequence, long end = long.MaxValue)
    {
        this.file = file;
        this.key = key;
        LastSequence = lastSequence;
        length = Math.Min(end, RandomAccess.GetLength(file));
        position = Math.Min(LogFormat.SegmentHeaderLength, length);
    }

    /// <summary>Where the current record begins.</summary>
    public long RecordStart { get; private set; }

    /// <summary>The header of the current record.</summary>
    public RecordHeader Header { get; private set; }

    /// <summary>The sequence number of the last record that was read, of this segment or an earlier one.</summary>
    public long LastSequence { get; private set; }

    /// <summary>How many sequence numbers are missing between the records that were read.</summary>
    public long MissingCount { get; private set; }

    /// <summary>The places without a valid record, each up to the next valid one.</summary>
    public IReadOnlyList<(long Start, long End)> Damaged => damaged;

    /// <summary>The end of the last valid record.</summary>
    public long ValidEnd { get; private set; }

    /// <summary>How many bytes of the file are read.</summary>
    public long FileLength => length;

    /// <summary>The payload of the current record; valid until the next one is read.</summary>
    public ReadOnlySpan<byte> Payload =>
        window.AsSpan((int)(RecordStart - windowStart) + LogFormat.RecordHeaderLength, Header.PayloadLength);

    /// <summary>Reads the next valid record. Returns false when there is none.</summary>
    public bool Read()
    {
        long start = position;
        if (TryReadAt(start) || TryFindAfter(start))
        {
            MissingCount += Header.Sequence - LastSequence - 1;
            LastSequence = Header.Sequence;
            position = RecordStart + Header.Length;
            ValidEnd = position;
            return true;
        }

        ValidEnd = start;
        return false;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(window);
        window = [];
    }

    private bool TryFindAfter(long start)
    {
        Span<byte> mark = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(mark, key.Mark);
        long candidate = start + 1;
        while (candidate + LogFormat.RecordHeaderLength <= length)
        {
            int count = (int)Math.Min(WindowSize, length - candidate);
            int found = View(candidate, count).IndexOf(mark);
            if (found < 0)
            {
                // The mark may begin in this window and end in the next one.
                candidate += count - mark.Length + 1;
                continue;
            }

            candidate += found;
            if (TryReadAt(candidate))
            {
                damaged.Add((start, candidate));
                return true;
            }

            candidate++;
        }

        return false;
    }

    private bool TryReadAt(long offset)
    {
        if (offset + LogFormat.RecordHeaderLength > length
            || !LogFormat.TryReadRecordHeader(View(offset, LogFormat.RecordHeaderLength), key, out RecordHeader header)
            || offset + header.Length > length
            || header.Length > Array.MaxLength
            || header.Sequence <= LastSequence
            || !LogFormat.IsIntact(View(offset, (int)header.Length), key))
        {
            return false;
        }

        RecordStart = offset;
        Header = header;
        return true;
    }

    private ReadOnlySpan<byte> View(long offset, int count)
    {
        if (offset < windowStart || offset + count > windowStart + windowLength)
        {
            Load(offset, count);
        }

        return window.AsSpan((int)(offset - windowStart), count);
    }

    private void Load(long offset, int count)
    {
        int wanted = (int)Math.Min(Math.Max(count, WindowSize), length - offset);
        if (window.Length < wanted)
        {
            ArrayPool<byte>.Shared.Return(window);
            window = ArrayPool<byte>.Shared.Rent(wanted);
        }

        if (StorePlatform.ReadFully(file, window.AsSpan(0, wanted), offset) < wanted)
        {
            throw new IOException("The file became shorter while it was read.");
        }

        windowStart = offset;
        windowLength = wanted;
    }
}
