using System.Buffers;
using System.Buffers.Text;

namespace MailAdmin.Protocols.Mime;

/// <summary>Writes IMAP's data forms into memory of its own. RFC 9051 §4, §9</summary>
internal sealed class WireWriter : IDisposable
{
    // What a quoted string may not contain; NUL cannot be written at all.
    private static readonly SearchValues<byte> NotQuotable =
        SearchValues.Create([0, (byte)'\r', (byte)'\n', .. Enumerable.Range(0x80, 0x80).Select(code => (byte)code)]);

    private byte[] buffer;

    public WireWriter(int capacity)
    {
        buffer = ArrayPool<byte>.Shared.Rent(capacity);
    }

    /// <summary>How much was written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, Length);

    /// <summary>Bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Once more what was written before.</summary>
    public void Repeat(int start, int count)
    {
        Span<byte> target = Reserve(count);
        buffer.AsSpan(start, count).CopyTo(target);
        Length += count;
    }

    /// <summary>Takes back what was written after a place.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Decimal digits.</summary>
    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, Reserve(20), out int written);
        Length += written;
    }

    /// <summary>NIL.</summary>
    public void Nil() => Raw("NIL"u8);

    /// <summary>A string, or NIL when there is nothing in it.</summary>
    public void StringOrNil(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            Nil();
            return;
        }

        String(value);
    }

    /// <summary>A quoted string, or a literal where a quoted one will not do.</summary>
    public void String(ReadOnlySpan<byte> value)
    {
        if (value.ContainsAny(NotQuotable))
        {
            Literal(value);
            return;
        }

        Raw("\""u8);
        int special;
        while ((special = value.IndexOfAny((byte)'"', (byte)'\\')) >= 0)
        {
            Raw(value[..special]);
            Raw("\\"u8);
            Raw(value.Slice(special, 1));
            value = value[(special + 1)..];
        }

        Raw(value);
        Raw("\""u8);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        Length = 0;
    }

    private void Literal(ReadOnlySpan<byte> value)
    {
        Raw("{"u8);
        Number(value.Length);
        Raw("}\r\n"u8);
        Span<byte> target = Reserve(value.Length)[..value.Length];

        // A literal cannot contain NUL either (CHAR8 = %x01-ff), and a lost byte would be worse than a replaced one.
        value.Replace(target, (byte)0, (byte)'?');
        Length += value.Length;
    }

    private Span<byte> Reserve(int count)
    {
        if (buffer.Length - Length < count)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, Length + count));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        return buffer.AsSpan(Length);
    }
}
