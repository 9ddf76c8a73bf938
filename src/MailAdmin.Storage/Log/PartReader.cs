using System.Buffers.Binary;
using System.Text;

namespace MailAdmin.Storage.Log;

/// <summary>
/// Reads what <see cref="RecordBuffer"/> wrote. The checksum of the bytes was right, so an end in the middle is a fault
/// of this program.
/// </summary>
internal ref struct PartReader(ReadOnlySpan<byte> parts)
{
    private ReadOnlySpan<byte> rest = parts;

    /// <summary>How many bytes are not read yet.</summary>
    public readonly int Remaining => rest.Length;

    /// <summary>Whether everything was read.</summary>
    public readonly bool AtEnd => rest.IsEmpty;

    public PartKind ReadKind() => (PartKind)ReadByte();

    public byte ReadByte()
    {
        byte value = rest[0];
        rest = rest[1..];
        return value;
    }

    public long ReadNumber()
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (long)value;
            }
        }
    }

    public int ReadInt32() => checked((int)ReadNumber());

    public uint ReadUInt32() => checked((uint)ReadNumber());

    public uint ReadFixed32()
    {
        uint value = BinaryPrimitives.ReadUInt32LittleEndian(rest);
        rest = rest[sizeof(uint)..];
        return value;
    }

    public ulong ReadFixed64()
    {
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(rest);
        rest = rest[sizeof(ulong)..];
        return value;
    }

    public string ReadText() => Encoding.UTF8.GetString(ReadBytes());

    public ReadOnlySpan<byte> ReadBytes()
    {
        int count = ReadInt32();
        ReadOnlySpan<byte> bytes = rest[..count];
        rest = rest[count..];
        return bytes;
    }
}
