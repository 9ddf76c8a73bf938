using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MailAdmin.Storage.Log;

/// <summary>
/// The message log, byte by byte. Numbers are little-endian; "varint" is LEB128, 7 bits a byte, low bits first.
/// <code>
/// Segment = file mail/NNNNNNNN.log, number 1 and up
///    0   8  "MAILLOG1"
///    8   4  number of the segment
///   12   4  mark of the store's records          \ the key of the store: random, also in store.json, so that bytes of
///   16   4  seed of the CRC of its records       / a hostile message can never pass for a record
///   20   4  0
///   24   8  sequence number of its first record
///   32  28  0
///   60   4  CRC-32C of bytes 0 to 59
///   64      records, one after the other
///
/// Record = one change of the store, whole or not at all
///    0   4  mark
///    4   4  CRC-32C, begun with the seed, of byte 8 to the end of the record
///    8   4  length of the payload, n
///   12   1  type, see <see cref="RecordType"/>
///   13   3  0
///   16   8  sequence number: that of the record before, plus 1
///   24   8  account; 0: several or none
///   32   n  payload:
///             4  length of the parts, p
///             p  parts, see <see cref="PartKind"/>: what changes, in this order
///             .. bytes that parts refer to: structures and bodies of messages
/// </code>
/// </summary>
internal static class LogFormat
{
    public const int SegmentHeaderLength = 64;
    public const int RecordHeaderLength = 32;
    public const int PartsLengthLength = 4;

    private const int ChecksumOffset = 4;
    private const int CheckedOffset = 8;
    private static ReadOnlySpan<byte> SegmentMagic => "MAILLOG1"u8;

    /// <summary>Writes the header of a segment.</summary>
    public static void WriteSegmentHeader(Span<byte> target, int segment, LogKey key, long firstSequence)
    {
        target[..SegmentHeaderLength].Clear();
        SegmentMagic.CopyTo(target);
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], segment);
        BinaryPrimitives.WriteUInt32LittleEndian(target[12..], key.Mark);
        BinaryPrimitives.WriteUInt32LittleEndian(target[16..], key.Seed);
        BinaryPrimitives.WriteInt64LittleEndian(target[24..], firstSequence);
        BinaryPrimitives.WriteUInt32LittleEndian(target[60..], Crc32C.Compute(target[..60]));
    }

    /// <summary>Reads the header of a segment. Returns false when it is damaged.</summary>
    public static bool TryReadSegmentHeader(ReadOnlySpan<byte> source, out LogKey key)
    {
        key = default;
        if (source.Length < SegmentHeaderLength
            || !source.StartsWith(SegmentMagic)
            || BinaryPrimitives.ReadUInt32LittleEndian(source[60..]) != Crc32C.Compute(source[..60]))
        {
            return false;
        }

        key = new LogKey(
            BinaryPrimitives.ReadUInt32LittleEndian(source[12..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[16..]));
        return true;
    }

    /// <summary>Completes a record whose payload is in place: writes its header and checksum.</summary>
    public static void SealRecord(Span<byte> record, LogKey key, RecordType type, long sequence, long account)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(record, key.Mark);
        BinaryPrimitives.WriteInt32LittleEndian(record[8..], record.Length - RecordHeaderLength);
        record[12] = (byte)type;
        record[13..16].Clear();
        BinaryPrimitives.WriteInt64LittleEndian(record[16..], sequence);
        BinaryPrimitives.WriteInt64LittleEndian(record[24..], account);
        uint checksum = Crc32C.Append(key.Seed, record[CheckedOffset..]);
        BinaryPrimitives.WriteUInt32LittleEndian(record[ChecksumOffset..], checksum);
    }

    /// <summary>Reads the header of a record without checking the rest.</summary>
    public static bool TryReadRecordHeader(ReadOnlySpan<byte> source, LogKey key, out RecordHeader header)
    {
        header = default;
        if (source.Length < RecordHeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(source) != key.Mark)
        {
            return false;
        }

        header = new RecordHeader(
            BinaryPrimitives.ReadInt32LittleEndian(source[8..]),
            (RecordType)source[12],
            BinaryPrimitives.ReadInt64LittleEndian(source[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[24..]));
        return header.PayloadLength >= PartsLengthLength;
    }

    /// <summary>Whether a whole record is as it was written.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> record, LogKey key)
    {
        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(record[ChecksumOffset..]);
        return checksum == Crc32C.Append(key.Seed, record[CheckedOffset..]);
    }

    /// <summary>The parts of a payload, and where the bytes begin that they refer to.</summary>
    public static ReadOnlySpan<byte> PartsOf(ReadOnlySpan<byte> payload, out int dataOffset)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(payload);
        dataOffset = PartsLengthLength + length;
        return payload.Slice(PartsLengthLength, length);
    }
}

/// <summary>Distinguishes the records of a store from all other bytes.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LogKey(uint Mark, uint Seed);

/// <summary>The header of a record.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RecordHeader(int PayloadLength, RecordType Type, long Sequence, long Account)
{
    /// <summary>The length of the whole record.</summary>
    public long Length => LogFormat.RecordHeaderLength + (long)PayloadLength;
}

/// <summary>What a record changes, for readers who need only some of the records.</summary>
internal enum RecordType : byte
{
    /// <summary>Mailboxes and messages.</summary>
    Mail = 1,

    /// <summary>The directory, and perhaps the accounts that have mailboxes.</summary>
    Directory = 2,
}
