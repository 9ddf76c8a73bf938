using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Directory;

/// <summary>
/// A file for LiteDB, which would sync it after each page. The log is what is durable, so directory.db may lag: it is
/// compared with the log when the store is opened.
/// </summary>
/// <remarks>
/// A write that fails does not throw: LiteDB 5.0.20 cannot undo a transaction whose pages are half written, and says so
/// in a finalizer, which ends the process. The fault is to be looked at after each transaction instead.
/// </remarks>
internal sealed class UnsyncedStream(SafeFileHandle file, WriteFault fault) : Stream
{
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => RandomAccess.GetLength(file);

    public override long Position
    {
        get => position;
        set => position = value;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count = RandomAccess.Read(file, buffer, position);
        position += count;
        return count;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        long start = position;
        position += count;
        fault.Try(() => RandomAccess.Write(file, buffer.AsSpan(offset, count), start));
    }

    public override void SetLength(long value) => fault.Try(() => RandomAccess.SetLength(file, value));

    public override long Seek(long offset, SeekOrigin origin)
    {
        position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => position + offset,
            _ => Length + offset,
        };
        return position;
    }

    protected override void Dispose(bool disposing)
    {
        file.Dispose();
        base.Dispose(disposing);
    }
}
