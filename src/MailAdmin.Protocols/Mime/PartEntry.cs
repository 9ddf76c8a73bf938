using System.Buffers.Binary;

namespace MailAdmin.Protocols.Mime;

/// <summary>A part as a structure describes it; see <see cref="StructureFormat"/>.</summary>
internal readonly record struct PartEntry(
    int Parent,
    int Number,
    PartKind Kind,
    TransferEncoding Encoding,
    int CodePage,
    long Start,
    long ContentStart,
    long End)
{
    /// <summary>Its header, with the blank line.</summary>
    public ByteRange Header => new(Start, ContentStart - Start);

    /// <summary>What follows the header.</summary>
    public ByteRange Content => new(ContentStart, End - ContentStart);

    /// <summary>Reads it.</summary>
    public static PartEntry Read(ReadOnlySpan<byte> entry) => new(
        BinaryPrimitives.ReadUInt16LittleEndian(entry),
        BinaryPrimitives.ReadUInt16LittleEndian(entry[2..]),
        (PartKind)entry[4],
        (TransferEncoding)entry[5],
        BinaryPrimitives.ReadUInt16LittleEndian(entry[6..]),
        BinaryPrimitives.ReadInt64LittleEndian(entry[8..]),
        BinaryPrimitives.ReadInt64LittleEndian(entry[16..]),
        BinaryPrimitives.ReadInt64LittleEndian(entry[24..]));

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> entry)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)Parent);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], (ushort)Number);
        entry[4] = (byte)Kind;
        entry[5] = (byte)Encoding;
        BinaryPrimitives.WriteUInt16LittleEndian(entry[6..], (ushort)CodePage);
        BinaryPrimitives.WriteInt64LittleEndian(entry[8..], Start);
        BinaryPrimitives.WriteInt64LittleEndian(entry[16..], ContentStart);
        BinaryPrimitives.WriteInt64LittleEndian(entry[24..], End);
    }
}
