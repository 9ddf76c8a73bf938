using System.Runtime.InteropServices;
using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Content;

/// <summary>Where the structure and the body of a stored message lie, and how long they are: 20 bytes.</summary>
/// <param name="Segment">The number of the segment.</param>
/// <param name="Offset">Where the structure, or else the body, begins in the segment.</param>
/// <param name="StructureLength">The length of the structure; 0: the message has none.</param>
/// <param name="Size">The length of the body.</param>
/// <param name="Checksum">The CRC-32C of the body.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct StoredBody(int Segment, uint Offset, uint StructureLength, uint Size, uint Checksum)
{
    /// <summary>The place; entries with the same place share the body.</summary>
    public BodyKey Key => new(Segment, Offset);

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

/// <summary>The place of a body in the log.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BodyKey(int Segment, uint Offset);
