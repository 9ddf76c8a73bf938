using System.Buffers;
using System.Buffers.Text;
using System.Text;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Imap.Wire;

/// <summary>
/// Writes responses straight into the connection's output, where they leave when the session next waits for the client,
/// or with <see cref="FlushAsync"/>. A response that a fault interrupts can be undone while it is in the current chunk.
/// </summary>
internal sealed class ResponseWriter(MailTransport transport) : IBufferWriter<byte>
{
    private const int ChunkSize = 16_384;
    private const int MaxQuoted = 1_024;
    private const int MaxNumberLength = 20;

    // TEXT-CHAR but quoted-specials; only these go into a quoted string.
    private static readonly SearchValues<byte> NeedsLiteral =
        SearchValues.Create(
            [.. Enumerable.Range(0, 32).Select(i => (byte)i), .. Enumerable.Range(127, 129).Select(i => (byte)i)]);

    private static readonly SearchValues<byte> NeedsEscape = SearchValues.Create("\"\\"u8);

    private Memory<byte> chunk;
    private int used;
    private long committed;

    /// <summary>Bytes that wait to be sent.</summary>
    public long Unsent => transport.Output.UnflushedBytes + used;

    /// <summary>Sends what was written and waits until the client accepts it.</summary>
    /// <exception cref="TimeoutException">The client does not accept it in time.</exception>
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

    /// <summary>Returns the position, for <see cref="TryUndo"/>.</summary>
    public long Mark() => committed + used;

    /// <summary>
    /// Undoes what was written since <see cref="Mark"/>; returns false when part of it has already been sent.
    /// </summary>
    public bool TryUndo(long mark)
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

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            Span<byte> space = GetSpan();
            int length = Math.Min(space.Length, bytes.Length);
            bytes[..length].CopyTo(space);
            used += length;
            bytes = bytes[length..];
        }
    }

    /// <summary>Writes text of the protocol, or UTF-8 where the protocol allows it.</summary>
    public void Write(string text)
    {
        Span<byte> space = GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        used += Encoding.UTF8.GetBytes(text, space);
    }

    public void WriteByte(char character)
    {
        GetSpan(1)[0] = (byte)character;
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
        if (value.Length > MaxQuoted || value.ContainsAny(NeedsLiteral))
        {
            WriteLiteralHeader(value.Length);
            Write(value);
            return;
        }

        WriteByte('"');
        for (int next = value.IndexOfAny(NeedsEscape); next >= 0; next = value.IndexOfAny(NeedsEscape))
        {
            Write(value[..next]);
            WriteByte('\\');
            WriteByte((char)value[next]);
            value = value[(next + 1)..];
        }

        Write(value);
        WriteByte('"');
    }

    /// <summary>string of a text.</summary>
    public void WriteString(string text) => WriteString(Encoding.UTF8.GetBytes(text));

    /// <summary>mailbox: always as a string, so that a name such as NIL is not misread.</summary>
    public void WriteMailbox(string name)
    {
        if (name == "INBOX")
        {
            Write("INBOX"u8);
            return;
        }

        WriteString(ModifiedUtf7.Encode(name));
    }

    /// <summary>literal = "{" number64 "}" CRLF, before the bytes.</summary>
    public void WriteLiteralHeader(long length)
    {
        WriteByte('{');
        WriteNumber(length);
        Write("}\r\n"u8);
    }

    /// <summary>The final answer to a command, or, without its tag, an untagged one. RFC 9051 §7.1</summary>
    public void WriteStatus(string? tag, ImapStatus status)
    {
        Write(tag ?? "*");
        WriteByte(' ');
        Write(status.Word);
        if (status.Code is not null)
        {
            WriteByte('[');
            Write(status.Code);
            Write("] "u8);
        }

        Write(status.Text);
        WriteEndOfLine();
    }
}
