using System.Buffers.Binary;
using System.Text;

namespace MailAdmin.Storage.Log;

/// <summary>
/// Builds the records of a batch, one after the other: begin, write parts, end the parts, write bytes, end. A record
/// that was begun can be dropped, so that a refused change leaves nothing behind.
/// </summary>
internal sealed class RecordBuffer(int capacity = RecordBuffer.FirstCapacity)
{
    private const int FirstCapacity = 1 << 16;
    private const int IdleCapacity = 4 << 20;

    // The array is not one of the pool, which does not give back what it has once.
    private byte[] buffer = new byte[capacity];
    private int length;
    private int start;
    private int partsEnd;

    /// <summary>The bytes written so far.</summary>
    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, length);

    /// <summary>How many bytes were written so far.</summary>
    public int Length => length;

    /// <summary>The length of the parts of the record that is being built.</summary>
    public int PartsLength => length - start - LogFormat.RecordHeaderLength - LogFormat.PartsLengthLength;

    /// <summary>Drops everything, and keeps the memory for more.</summary>
    public void Clear() => length = 0;

    /// <summary>Drops everything, and the memory that only a large batch needs.</summary>
    public void Trim()
    {
        length = 0;
        if (buffer.Length > IdleCapacity)
        {
            buffer = new byte[FirstCapacity];
        }
    }

    /// <summary>Begins a record.</summary>
    public void BeginRecord()
    {
        start = length;
        partsEnd = -1;
        Reserve(LogFormat.RecordHeaderLength + LogFormat.PartsLengthLength);
        length += LogFormat.RecordHeaderLength + LogFormat.PartsLengthLength;
    }

    /// <summary>Drops the record that was begun.</summary>
    public void DropRecord() => length = start;

    /// <summary>Ends the parts; after this the bytes are written that they refer to.</summary>
    public void EndParts()
    {
        partsEnd = length;
        BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(start + LogFormat.RecordHeaderLength), PartsLength);
    }

    /// <summary>Ends the record and returns its place in the buffer.</summary>
    public (int Start, int Length) EndRecord(LogKey key, RecordType type, long sequence, long account)
    {
        if (partsEnd < 0)
        {
            EndParts();
        }

        LogFormat.SealRecord(buffer.AsSpan(start, length - start), key, type, sequence, account);
        return (start, length - start);
    }

    public void WriteKind(PartKind kind) => WriteByte((byte)kind);

    public void WriteByte(byte value)
    {
        Reserve(1);
        buffer[length++] = value;
    }

    public void WriteNumber(long value) => WriteNumber((ulong)value);

    public void WriteNumber(ulong value)
    {
        Reserve(10);
        while (value >= 0x80)
        {
            buffer[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        buffer[length++] = (byte)value;
    }

    public void WriteFixed32(uint value)
    {
        Reserve(sizeof(uint));
        BinaryPrimitives.WriteUInt32LittleEndian(buffer.AsSpan(length), value);
        length += sizeof(uint);
    }

    public void WriteFixed64(ulong value)
    {
        Reserve(sizeof(ulong));
        BinaryPrimitives.WriteUInt64LittleEndian(buffer.AsSpan(length), value);
        length += sizeof(ulong);
    }

    public void WriteText(string text)
    {
        int count = Encoding.UTF8.GetByteCount(text);
        WriteNumber(count);
        Reserve(count);
        length += Encoding.UTF8.GetBytes(text, buffer.AsSpan(length));
    }

    public void WriteText(ReadOnlySpan<byte> utf8)
    {
        WriteNumber(utf8.Length);
        WriteBytes(utf8);
    }

    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(buffer.AsSpan(length));
        length += bytes.Length;
    }

    private void Reserve(int count)
    {
        if (buffer.Length - length >= count)
        {
            return;
        }

        long needed = Math.Max(Math.Min(buffer.Length * 2L, Array.MaxLength), (long)length + count);
        byte[] larger = GC.AllocateUninitializedArray<byte>(checked((int)needed));
        buffer.AsSpan(0, length).CopyTo(larger);
        buffer = larger;
    }
}
