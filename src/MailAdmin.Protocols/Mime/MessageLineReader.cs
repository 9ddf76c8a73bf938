using System.Buffers;
using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Mime;

/// <summary>
/// Reads a range of a message line by line through a window of bounded size. Use: read what is buffered with
/// <see cref="TryRead"/> until it returns false, then call <see cref="FillAsync"/>, until that returns false.
/// </summary>
internal sealed class MessageLineReader : IDisposable
{
    private const int WindowSize = 64 << 10;

    private readonly MessageContent content;
    private readonly long end;
    private byte[] window;
    private long windowOffset;
    private int position;
    private int filled;
    private bool insideLine;
    private bool ended;

    public MessageLineReader(MessageContent content, ByteRange range)
    {
        this.content = content;
        windowOffset = range.Offset;
        end = Math.Min(range.End, content.Length);
        window = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(end - windowOffset, 1, WindowSize));
    }

    /// <summary>The next line that is buffered, or a piece of one that does not fit.</summary>
    public bool TryRead(out LineFragment fragment)
    {
        ReadOnlySpan<byte> buffered = window.AsSpan(position, filled - position);
        int lineEnd = buffered.IndexOf((byte)'\n');
        bool isFull = position == 0 && filled == window.Length;
        if (buffered.IsEmpty || (lineEnd < 0 && !ended && !isFull))
        {
            fragment = default;
            return false;
        }

        ReadOnlySpan<byte> bytes = lineEnd < 0 ? buffered : buffered[..(lineEnd + 1)];
        fragment = new LineFragment
        {
            Offset = windowOffset + position,
            Bytes = bytes,
            StartsLine = !insideLine,
            EndsLine = lineEnd >= 0,
        };
        insideLine = lineEnd < 0;
        position += bytes.Length;
        return true;
    }

    /// <summary>Everything that is buffered, for those who need no lines.</summary>
    public bool TryReadBlock(out ReadOnlySpan<byte> bytes)
    {
        bytes = window.AsSpan(position, filled - position);
        position = filled;
        return !bytes.IsEmpty;
    }

    /// <summary>Reads more; returns false when there is no more.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (ended)
        {
            return false;
        }

        window.AsSpan(position, filled - position).CopyTo(window);
        windowOffset += position;
        filled -= position;
        position = 0;

        int wanted = (int)Math.Min(window.Length - filled, end - windowOffset - filled);
        int read = wanted <= 0
            ? 0
            : await content.ReadAsync(windowOffset + filled, window.AsMemory(filled, wanted), cancellationToken);
        filled += read;
        ended = read == 0 || windowOffset + filled >= end;
        return true;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(window);
        window = [];
        position = filled = 0;
    }
}
