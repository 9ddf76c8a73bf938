using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Trace;

/// <summary>
/// Reads the lines of a trace file, one after the other, in bounded memory. It skips lines that are too long to be
/// events.
/// </summary>
internal sealed class TraceReader(SafeFileHandle file) : IDisposable
{
    private const int Capacity = 1 << 17;
    private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(Capacity);
    private long position;
    private int start;
    private int end;
    private bool skipping;
    private bool ended;

    /// <summary>Reads the next line, which is valid until the next call. Returns false when there is none.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            int length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = buffer.AsSpan(start, length);
                start += length + 1;
                if (!skipping)
                {
                    return true;
                }

                skipping = false;
                continue;
            }

            if (ended)
            {
                // A line without an end is being written, or was cut short.
                line = default;
                return false;
            }

            Fill();
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        file.Dispose();
    }

    private void Fill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        end -= start;
        start = 0;
        if (end == buffer.Length)
        {
            end = 0;
            skipping = true;
        }

        int count = RandomAccess.Read(file, buffer.AsSpan(end), position);
        position += count;
        end += count;
        ended = count == 0;
    }
}
