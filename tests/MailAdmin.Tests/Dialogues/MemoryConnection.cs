using System.Buffers;
using System.IO.Pipelines;

namespace MailAdmin.Tests.Dialogues;

/// <summary>One end of a connection in memory. Either end can be given a limit on what one read returns.</summary>
internal sealed class MemoryConnection : Stream
{
    private readonly Pipe incoming;
    private readonly Pipe outgoing;
    private readonly int mostPerRead;
    private readonly MemoryConnection? other;
    private volatile bool disposed;
    private volatile bool waiting;
    private long written;
    private long taken;

    private MemoryConnection(Pipe incoming, Pipe outgoing, int mostPerRead, MemoryConnection? other)
    {
        this.other = other;
        this.incoming = incoming;
        this.outgoing = outgoing;
        this.mostPerRead = mostPerRead;
    }

    /// <summary>Whether the server's read waits and nothing is there, or on its way, for it.</summary>
    public bool IsWaiting
    {
        get
        {
            // In this order: once everything is taken, a wait is one that began after that.
            bool allTaken = other!.Written == Volatile.Read(ref taken);
            return allTaken && waiting;
        }
    }

    private long Written => Volatile.Read(ref written);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Makes both ends; reads of the server return at most so many bytes.</summary>
    public static (MemoryConnection Client, MemoryConnection Server) Open(int mostPerServerRead)
    {
        PipeOptions options = new(pauseWriterThreshold: 0, useSynchronizationContext: false);
        Pipe toServer = new(options);
        Pipe toClient = new(options);
        MemoryConnection client = new(toClient, toServer, int.MaxValue, null);
        return (client, new MemoryConnection(toServer, toClient, mostPerServerRead, client));
    }

    /// <summary>Nothing more will be written, but what comes is still read.</summary>
    public void CloseWriting() => outgoing.Writer.Complete();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (!incoming.Reader.TryRead(out ReadResult result))
        {
            ValueTask<ReadResult> read = incoming.Reader.ReadAsync(cancellationToken);
            waiting = !read.IsCompleted;
            try
            {
                result = await read;
            }
            finally
            {
                waiting = false;
            }
        }

        ObjectDisposedException.ThrowIf(disposed, this);
        int count = (int)Math.Min(Math.Min(buffer.Length, mostPerRead), result.Buffer.Length);
        ReadOnlySequence<byte> piece = result.Buffer.Slice(0, count);
        piece.CopyTo(buffer.Span);
        incoming.Reader.AdvanceTo(piece.End);
        Interlocked.Add(ref taken, count);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        Interlocked.Add(ref written, buffer.Length);
        FlushResult result = await outgoing.Writer.WriteAsync(buffer, cancellationToken);
        if (result.IsCompleted)
        {
            throw new IOException("The other end is closed.");
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !disposed)
        {
            disposed = true;
            outgoing.Writer.Complete();
            incoming.Reader.CancelPendingRead();
        }

        base.Dispose(disposing);
    }
}
