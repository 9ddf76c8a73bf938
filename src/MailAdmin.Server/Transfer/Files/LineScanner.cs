namespace MailAdmin.Server.Transfer.Files;

/// <summary>
/// Reads a stream line by line with a bounded buffer: a line comes whole with its end, or, when it is longer than the
/// buffer, in fragments. The first fragment of a line has at least the first 64 KB of it.
/// </summary>
internal sealed class LineScanner(Stream source)
{
    private readonly byte[] buffer = new byte[64 << 10];
    private int start;
    private int end;
    private bool atStart = true;
    private bool isAtEnd;

    /// <summary>How many bytes were read as lines.</summary>
    public long Position { get; private set; }

    /// <summary>Reads the next line or fragment; false at the end.</summary>
    /// <param name="fragment">Valid until the next call.</param>
    /// <param name="startsLine">Whether it is the first of its line.</param>
    public bool TryRead(out ReadOnlySpan<byte> fragment, out bool startsLine)
    {
        startsLine = atStart;
        int searched = start;
        while (true)
        {
            int found = buffer.AsSpan(searched, end - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                fragment = Take(searched + found + 1 - start);
                atStart = true;
                return true;
            }

            searched = end;
            if (isAtEnd || (start == 0 && end == buffer.Length))
            {
                fragment = Take(end - start);
                atStart = fragment.IsEmpty;
                return !fragment.IsEmpty;
            }

            searched -= start;
            Fill();
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        ReadOnlySpan<byte> taken = buffer.AsSpan(start, length);
        start += length;
        Position += length;
        return taken;
    }

    private void Fill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        end -= start;
        start = 0;
        int count = source.Read(buffer, end, buffer.Length - end);
        end += count;
        isAtEnd = count == 0;
    }
}
