namespace MailAdmin.Diagnostics.Wire;

/// <summary>
/// A stream on top of another, which it owns. It records the first bytes that come in, which identify the service that
/// answers a handshake. It can repeat bytes that were read before: MailKit expects a greeting that a check has read.
/// </summary>
internal sealed class ProbeStream(Stream inner, byte[] prefix) : Stream
{
    private readonly byte[] first = new byte[256];
    private int firstCount;
    private int prefixPosition;

    public ProbeStream(Stream inner)
        : this(inner, [])
    {
    }

    /// <summary>The first bytes since the last restart.</summary>
    public ReadOnlyMemory<byte> FirstBytes => first.AsMemory(0, firstCount);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void Restart() => firstCount = 0;

    public override int Read(byte[] buffer, int offset, int count)
    {
        Span<byte> target = buffer.AsSpan(offset, count);
        int read = ReadPrefix(target);
        return read > 0 ? read : Record(target[..inner.Read(target)]);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = ReadPrefix(buffer.Span);
        if (read == 0)
        {
            read = await inner.ReadAsync(buffer, cancellationToken);
            Record(buffer.Span[..read]);
        }

        return read;
    }

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int ReadPrefix(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, prefix.Length - prefixPosition);
        prefix.AsSpan(prefixPosition, count).CopyTo(buffer);
        prefixPosition += count;
        return count;
    }

    private int Record(ReadOnlySpan<byte> bytes)
    {
        int taken = Math.Min(bytes.Length, first.Length - firstCount);
        bytes[..taken].CopyTo(first.AsSpan(firstCount));
        firstCount += taken;
        return bytes.Length;
    }
}
