using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MailAdmin.Server.Control;

/// <summary>
/// Frames over a stream, one whole frame a write:
/// <code>
/// length  4 bytes, little endian: of all that follows
/// kind    1 byte
/// id      4 bytes, little endian
/// name    1 byte length, then ASCII
/// content JSON in UTF-8, the rest
/// </code>
/// Writes from any thread; one reader.
/// </summary>
internal sealed class ControlChannel : IAsyncDisposable
{
    // Far above any list that travels whole; both sides are the same user's, so this only refuses what is not a frame.
    private const int MaxFrame = 64 << 20;
    private const int LengthSize = 4;
    private const int HeaderSize = 6;

    private readonly Stream stream;
    private readonly PipeReader input;
    private readonly SemaphoreSlim writing = new(1);

    public ControlChannel(Stream stream)
    {
        this.stream = stream;
        input = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 65_536, leaveOpen: true));
    }

    /// <summary>Writes a frame with JSON.</summary>
    /// <exception cref="IOException">The other side is gone; the frame did not reach it whole.</exception>
    public Task WriteAsync(
        ControlKind kind, int id, string name, object? content, JsonTypeInfo type, CancellationToken cancellationToken)
    {
        ArrayBufferWriter<byte> frame = Begin(kind, id, name);
        using (Utf8JsonWriter json = new(frame))
        {
            JsonSerializer.Serialize(json, content, type);
        }

        return SendAsync(frame, cancellationToken);
    }

    /// <summary>Writes a frame without content.</summary>
    public Task WriteAsync(ControlKind kind, int id, CancellationToken cancellationToken) =>
        SendAsync(Begin(kind, id, ""), cancellationToken);

    /// <summary>Reads the next frame; null: the other side has ended.</summary>
    /// <exception cref="InvalidDataException">It is not a frame.</exception>
    public async ValueTask<ControlFrame?> ReadAsync(CancellationToken cancellationToken)
    {
        ReadResult result = await input.ReadAtLeastAsync(LengthSize, cancellationToken);
        if (result.Buffer.Length < LengthSize)
        {
            return null;
        }

        int length = ReadLength(result.Buffer);
        if (length is < HeaderSize or > MaxFrame)
        {
            throw new InvalidDataException($"A frame cannot have {length} bytes.");
        }

        if (result.Buffer.Length < LengthSize + length)
        {
            input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            result = await input.ReadAtLeastAsync(LengthSize + length, cancellationToken);
            if (result.Buffer.Length < LengthSize + length)
            {
                return null;
            }
        }

        ReadOnlySequence<byte> body = result.Buffer.Slice(LengthSize, length);
        byte[] bytes = body.ToArray();
        input.AdvanceTo(body.End);
        return Parse(bytes);
    }

    /// <summary>Ends the connection, also a read that waits.</summary>
    public ValueTask CloseAsync() => stream.DisposeAsync();

    /// <summary>Ends the connection. No read may be waiting.</summary>
    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        await input.CompleteAsync();
    }

    private static int ReadLength(ReadOnlySequence<byte> buffer)
    {
        Span<byte> bytes = stackalloc byte[LengthSize];
        buffer.Slice(0, LengthSize).CopyTo(bytes);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }

    private static ControlFrame Parse(byte[] bytes)
    {
        int nameLength = bytes[5];
        if (HeaderSize + nameLength > bytes.Length)
        {
            throw new InvalidDataException("A frame ends within its name.");
        }

        return new ControlFrame(
            (ControlKind)bytes[0],
            BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(1)),
            Encoding.ASCII.GetString(bytes, HeaderSize, nameLength),
            bytes.AsMemory(HeaderSize + nameLength));
    }

    private static ArrayBufferWriter<byte> Begin(ControlKind kind, int id, string name)
    {
        ArrayBufferWriter<byte> frame = new(1_024);
        Span<byte> header = frame.GetSpan(LengthSize + HeaderSize + name.Length);
        header[LengthSize] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(header[(LengthSize + 1)..], id);
        header[LengthSize + 5] = (byte)name.Length;
        Encoding.ASCII.GetBytes(name, header[(LengthSize + HeaderSize)..]);
        frame.Advance(LengthSize + HeaderSize + name.Length);
        return frame;
    }

    private async Task SendAsync(ArrayBufferWriter<byte> frame, CancellationToken cancellationToken)
    {
        if (frame.WrittenCount - LengthSize > MaxFrame)
        {
            throw new InvalidDataException($"A frame of {frame.WrittenCount} bytes is too large.");
        }

        byte[] bytes = frame.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes, bytes.Length - LengthSize);
        await writing.WaitAsync(cancellationToken);
        try
        {
            // Once begun a frame must go out whole, or the next one could not be found.
            await stream.WriteAsync(bytes, CancellationToken.None);
            await stream.FlushAsync(CancellationToken.None);
        }
        catch (ObjectDisposedException exception)
        {
            throw new IOException("The connection is closed.", exception);
        }
        finally
        {
            writing.Release();
        }
    }
}
