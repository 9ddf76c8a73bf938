using System.Runtime.InteropServices;
using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Content;

/// <summary>Where the structure and the body of a stored message lie, and how long they are: 20 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct StoredBody
{
    // In two halves, because a field of 8 bytes would make the entries of mailboxes larger.
    private readonly uint lowPlace;
    private readonly uint highPlace;

    /// <summary>The place and the lengths of a message.</summary>
    /// <param name="segment">The number of the segment.</param>
    /// <param name="offset">Where the structure, or else the body, begins in the segment.</param>
    /// <param name="structureLength">The length of the structure; 0: the message has none.</param>
    /// <param name="size">The length of the body.</param>
    /// <param name="checksum">The CRC-32C of the body.</param>
    /// <exception cref="ArgumentOutOfRangeException">Of the segment or the offset.</exception>
    public StoredBody(int segment, long offset, uint structureLength, uint size, uint checksum)
    {
        BodyKey key = new(segment, offset);
        lowPlace = (uint)key.Place;
        highPlace = (uint)(key.Place >> 32);
        StructureLength = structureLength;
        Size = size;
        Checksum = checksum;
    }

    /// <summary>The length of the structure; 0: the message has none.</summary>
    public uint StructureLength { get; }

    /// <summary>The length of the body.</summary>
    public uint Size { get; }

    /// <summary>The CRC-32C of the body.</summary>
    public uint Checksum { get; }

    /// <summary>The place; entries with the same place share the body.</summary>
    public BodyKey Key => new(((ulong)highPlace << 32) | lowPlace);

    /// <summary>The number of the segment.</summary>
    public int Segment => Key.Segment;

    /// <summary>Where the structure, or else the body, begins in the segment.</summary>
    public long Offset => Key.Offset;

    /// <summary>Where the body begins, if it is in the log.</summary>
    public long BodyOffset => Offset + (StructureLength == 0 ? 0L : StructureLength + StructureChecksumLength);

    /// <summary>The length of the checksum that follows a structure.</summary>
    public const int StructureChecksumLength = sizeof(uint);

    /// <summary>Writes the fields of a part that come after the size; <see cref="RecordBodies"/> reads them.</summary>
    /// <param name="record">The record.</param>
    /// <param name="largeFile">The name of the large file; 0: the body is in the log.</param>
    public void Write(RecordBuffer record, ulong largeFile)
    {
        record.WriteFixed32(Checksum);
        record.WriteNumber(StructureLength);
        record.WriteFixed64(largeFile);
        record.WriteNumber(Segment);
        record.WriteNumber(Offset);
    }
}

/// <summary>The place of a body in the log: 27 bits for the segment, 37 for the offset.</summary>
/// <param name="Place">The segment, then the offset.</param>
internal readonly record struct BodyKey(ulong Place)
{
    private const int OffsetBits = 37;

    // The names of segments have eight digits.
    private const int MaxSegment = 99_999_999;

    /// <summary>A place.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no such segments or offsets.</exception>
    public BodyKey(int segment, long offset)
        : this(((ulong)segment << OffsetBits) | (ulong)offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(segment);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(segment, MaxSegment);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(offset, 1L << OffsetBits);
    }

    /// <summary>The number of the segment.</summary>
    public int Segment => (int)(Place >> OffsetBits);

    /// <summary>The offset in the segment.</summary>
    public long Offset => (long)(Place & ((1UL << OffsetBits) - 1));
}
