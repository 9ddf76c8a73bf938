using System.Buffers.Binary;
using MailAdmin.Storage.Disk;

namespace MailAdmin.Storage.Log;

/// <summary>
/// The index of a sealed segment: the parts of its records without the bytes they refer to and without the change
/// journal, so that opening a store reads little. It is a cache: a hint that is not exactly right is not used, and a
/// damaged segment gets none.
/// <code>
///    0   8  "MAILHINT"
///    8   4  number of the segment
///   12   4  CRC-32C, begun with the seed, of byte 16 to the end
///   16   8  length of the segment
///   24   8  sequence number of the last record before the segment
///   32   8  sequence number of its last record
///   40   8  sequence number of its last record of the directory; 0: none
///   48      for each record: type (1 byte); as varints: sequence number, account, where its bytes begin, length of
///           its parts; parts
/// </code>
/// </summary>
internal static class SegmentHint
{
    private const int HeaderLength = 48;
    private static ReadOnlySpan<byte> Magic => "MAILHINT"u8;

    /// <summary>
    /// Visits the records of a hint. Returns false, and visits none, when it is missing, damaged or out of date.
    /// </summary>
    /// <param name="layout">The files of the store.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="key">The key of the log.</param>
    /// <param name="lastSequence">The sequence number before the segment; afterwards the last one in it.</param>
    /// <param name="directorySequence">
    /// The last record that the directory has. A hint with later records of the directory is not used.
    /// </param>
    /// <param name="visitor">Is called with each record; null: the hint is only checked.</param>
    public static bool TryReplay(
        StoreLayout layout,
        LogSegment segment,
        LogKey key,
        ref long lastSequence,
        long directorySequence,
        RecordVisitor? visitor)
    {
        byte[] hint;
        try
        {
            hint = File.ReadAllBytes(layout.HintFile(segment.Number));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        bool usable = hint.Length >= HeaderLength
            && hint.AsSpan().StartsWith(Magic)
            && BinaryPrimitives.ReadInt32LittleEndian(hint.AsSpan(8)) == segment.Number
            && BinaryPrimitives.ReadUInt32LittleEndian(hint.AsSpan(12)) == Crc32C.Append(key.Seed, hint.AsSpan(16))
            && BinaryPrimitives.ReadInt64LittleEndian(hint.AsSpan(16)) == segment.Length
            && BinaryPrimitives.ReadInt64LittleEndian(hint.AsSpan(24)) == lastSequence
            && BinaryPrimitives.ReadInt64LittleEndian(hint.AsSpan(40)) <= directorySequence;
        if (!usable)
        {
            return false;
        }

        lastSequence = BinaryPrimitives.ReadInt64LittleEndian(hint.AsSpan(32));
        if (visitor is not null)
        {
            Replay(hint.AsSpan(HeaderLength), segment, visitor);
        }

        return true;
    }

    /// <summary>Returns whether the hint of a segment exists and is exactly right.</summary>
    public static bool IsRight(StoreLayout layout, LogSegment segment, LogKey key)
    {
        long previous = segment.PreviousSequence;
        return TryReplay(layout, segment, key, ref previous, long.MaxValue, visitor: null);
    }

    /// <summary>
    /// Reads a sealed segment and writes its hint, whole or not at all. Returns false when the segment is damaged.
    /// </summary>
    public static bool Write(StoreLayout layout, LogSegment segment, LogKey key)
    {
        RecordBuffer buffer = new();
        buffer.WriteBytes(new byte[HeaderLength]);
        using SegmentScanner scanner = new(segment.Handle, key, segment.PreviousSequence);
        long lastOfDirectory = 0;
        while (scanner.Read())
        {
            ReadOnlySpan<byte> parts = LogFormat.PartsOf(scanner.Payload, out int dataOffset);
            if (scanner.Header.Type == RecordType.Directory)
            {
                lastOfDirectory = scanner.Header.Sequence;
                parts = WithoutJournal(parts);
            }

            buffer.WriteByte((byte)scanner.Header.Type);
            buffer.WriteNumber(scanner.Header.Sequence);
            buffer.WriteNumber(scanner.Header.Account);
            buffer.WriteNumber(scanner.RecordStart + LogFormat.RecordHeaderLength + dataOffset);
            buffer.WriteText(parts);
        }

        if (scanner.Damaged.Count > 0 || scanner.MissingCount > 0 || scanner.ValidEnd != segment.Length)
        {
            return false;
        }

        byte[] hint = buffer.Written.ToArray();
        Magic.CopyTo(hint);
        BinaryPrimitives.WriteInt32LittleEndian(hint.AsSpan(8), segment.Number);
        BinaryPrimitives.WriteInt64LittleEndian(hint.AsSpan(16), segment.Length);
        BinaryPrimitives.WriteInt64LittleEndian(hint.AsSpan(24), segment.PreviousSequence);
        BinaryPrimitives.WriteInt64LittleEndian(hint.AsSpan(32), scanner.LastSequence);
        BinaryPrimitives.WriteInt64LittleEndian(hint.AsSpan(40), lastOfDirectory);
        BinaryPrimitives.WriteUInt32LittleEndian(hint.AsSpan(12), Crc32C.Append(key.Seed, hint.AsSpan(16)));
        StorePlatform.ReplaceFile(layout.HintFile(segment.Number), hint);
        return true;
    }

    private static void Replay(ReadOnlySpan<byte> records, LogSegment segment, RecordVisitor visitor)
    {
        PartReader reader = new(records);
        while (!reader.AtEnd)
        {
            RecordType type = (RecordType)reader.ReadByte();
            long sequence = reader.ReadNumber();
            long account = reader.ReadNumber();
            long dataStart = reader.ReadNumber();
            ReadOnlySpan<byte> parts = reader.ReadBytes();
            visitor(new RecordHeader(parts.Length, type, sequence, account), parts, segment, dataStart);
        }
    }

    // The journal is the last part of a record of the directory; before it are accounts that were created or removed.
    private static ReadOnlySpan<byte> WithoutJournal(ReadOnlySpan<byte> parts)
    {
        PartReader reader = new(parts);
        while (!reader.AtEnd)
        {
            int start = parts.Length - reader.Remaining;
            PartKind kind = reader.ReadKind();
            if (kind == PartKind.Directory)
            {
                return parts[..start];
            }

            reader.ReadNumber();
            if (kind == PartKind.AccountCreated)
            {
                reader.ReadNumber();
            }
        }

        return parts;
    }
}
