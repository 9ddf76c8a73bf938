using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Server.Logging;

/// <summary>The lines of a file, from the last to the first, read a block at a time.</summary>
internal sealed class BackwardLines(SafeFileHandle file, int maxLength)
{
    private const int BlockSize = 64 << 10;

    // What is read and not yet returned: the beginning of the file up to here is still to be read.
    private byte[] buffer = new byte[BlockSize];
    private int start = BlockSize;
    private int end = BlockSize;
    private long position = RandomAccess.GetLength(file);
    private bool isSkipping;

    /// <summary>How many lines were longer than the limit and left out.</summary>
    public int TooLong { get; private set; }

    /// <summary>Reads the line before. Returns false at the beginning of the file.</summary>
    /// <param name="line">Without its end; valid until the next call.</param>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            int newline = buffer.AsSpan(start, end - start).LastIndexOf((byte)'\n');
            if (newline >= 0 || position == 0)
            {
                if (newline < 0 && end == start)
                {
                    TooLong += isSkipping ? 1 : 0;
                    isSkipping = false;
                    line = default;
                    return false;
                }

                int first = start + newline + 1;
                line = buffer.AsSpan(first, end - first);
                end = newline < 0 ? start : start + newline;
                if (isSkipping)
                {
                    isSkipping = false;
                    TooLong++;
                }
                else if (line.Length > 0)
                {
                    return true;
                }
            }
            else
            {
                ReadBlock();
            }
        }
    }

    private void ReadBlock()
    {
        if (end - start > maxLength)
        {
            // The rest of a line that is too long to be one.
            isSkipping = true;
            start = end;
        }

        int length = end - start;
        if (start < BlockSize)
        {
            byte[] larger = length + BlockSize <= buffer.Length ? buffer : new byte[length + (2 * BlockSize)];
            Buffer.BlockCopy(buffer, start, larger, larger.Length - length, length);
            (buffer, start, end) = (larger, larger.Length - length, larger.Length);
        }

        int count = (int)Math.Min(BlockSize, position);
        position -= count;
        start -= count;
        for (int done = 0; done < count;)
        {
            int read = RandomAccess.Read(file, buffer.AsSpan(start + done, count - done), position + done);
            if (read == 0)
            {
                // The file was cut meanwhile: what is missing is no line.
                buffer.AsSpan(start + done, count - done).Fill((byte)'\n');
                break;
            }

            done += read;
        }
    }
}
