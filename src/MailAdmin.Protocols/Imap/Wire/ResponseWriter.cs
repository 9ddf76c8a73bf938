using System.Buffers;
using System.Buffers.Text;
using System.Text;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Imap.Wire;

/// <summary>
/// Writes responses straight into the connection's output, where they leave when the session next waits for the client, or
/// with <see cref="FlushAsync"/>. A response that a fault interrupts can be taken back while it lies in the current chunk.
/// </summary>
internal sealed class ResponseWriter(MailTransport transport) : IBufferWriter<byte>
{
    private const int ChunkSize = 16_384;
    private const int LargestQuoted = 1_024;
    private const int MaxNumberLength = 20;

    // TEXT-CHAR but quoted-specials; only these go into a quoted string.
    private static readonly SearchValues<byte> NeedsLiteral =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (byte)i), .. Enumerable.Range(127, 129).Select(i => (byte)i)]);

    private static readonly SearchValues<byte> NeedsEscape = SearchValues.Create("\"\\"u8);

    private Memory<byte> chunk;
    private int used;
    private long committed;

    /// <summary>Octets that wait to be sent.</summary>
    public long Unsent => transport.Output.UnflushedBytes + used;

    /// <summary>Sends what was written; waits for the client to take it.</summary>
    /// <exception cref="TimeoutException">The client does not take it.</exception>
    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        Commit();
        return transport.FlushAsync(transport.SendTimeout, cancellationToken);
    }

    /// <summary>Gives the transport what was written, so that it is sent before the next wait.</summary>
    public void Commit()
    {
        if (used > 0)
        {
            transport.Output.Advance(used);
            committed += used;
            used = 0;
        }

        chunk = default;
    }

    /// <summary>Remembers the place, for <see cref="TryTakeBack"/>.</summary>
    public long Mark() => committed + used;

    /// <summary>Takes back what was written since <see cref="Mark"/>; false: part of it is on its way.</summary>
    public bool TryTakeBack(long mark)
    {
        bool isInChunk = mark >= committed;
        if (isInChunk)
        {
            used = (int)(mark - committed);
        }

        return isInChunk;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (chunk.Length - used < Math.Max(sizeHint, 1))
        {
            Commit();
            chunk = transport.Output.GetMemory(Math.Max(sizeHint, ChunkSize));
        }

        return chunk[used..];
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public void Advance(int count) => used += count;

    public void Write(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            Span<byte> space = GetSpan();
            int length = Math.Min(space.Length, octets.Length);
            octets[..length].CopyTo(space);
            used += length;
            octets = octets[length..];
        }
    }

    /// <summary>Writes text of the protocol, or UTF-8 where the protocol allows it.</summary>
    public void Write(string text)
    {
        Span<byte> space = GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        used += Encoding.UTF8.GetBytes(text, space);
    }

    public void WriteOctet(char octet)
    {
        GetSpan(1)[0] = (byte)octet;
        used++;
    }

    public void WriteNumber(long number)
    {
        Utf8Formatter.TryFormat(number, GetSpan(MaxNumberLength), out int length);
        used += length;
    }

    public void WriteEndOfLine() => Write("\r\n"u8);

    /// <summary>string: quoted where that can be, else a literal. RFC 9051 §4.3</summary>
    public void WriteString(ReadOnlySpan<byte> value)
    {
        if (value.Length > LargestQuoted || value.ContainsAny(NeedsLiteral))
        {
            WriteLiteralHeader(value.Length);
            Write(value);
            return;
        }

        WriteOctet('"');
        for (int next = value.IndexOfAny(NeedsEscape); next >= 0; next = value.IndexOfAny(NeedsEscape))
        {
            Write(value[..next]);
            WriteOctet('\\');
            WriteOctet((char)value[next]);
            value = value[(next + 1)..];
        }

        Write(value);
        WriteOctet('"');
    }

    /// <summary>string of a text.</summary>
    public void WriteString(string text) => WriteString(Encoding.UTF8.GetBytes(text));

    /// <summary>mailbox: always as a string, so that a name such as NIL is not taken for something else.</summary>
    public void WriteMailbox(string name)
    {
        if (name == "INBOX")
        {
            Write("INBOX"u8);
            return;
        }

        WriteString(ModifiedUtf7.Encode(name));
    }

    /// <summary>literal = "{" number64 "}" CRLF, before the octets.</summary>
    public void WriteLiteralHeader(long length)
    {
        WriteOctet('{');
        WriteNumber(length);
        Write("}\r\n"u8);
    }

}
