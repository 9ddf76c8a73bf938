using System.Buffers;

namespace MailAdmin.Protocols.Imap.Wire;

/// <summary>The bytes of one command: its lines, without the last line end, and the literals between them.</summary>
/// <remarks>A password may be among them, so bytes are cleared before memory is returned or reused.</remarks>
internal sealed class CommandBuffer
{
    private const int FirstSize = 512;

    /// <summary>
    /// The parts of an overlong command that are kept: its start, for the tag, and its end, for a literal there.
    /// </summary>
    private const int KeptStart = 256;
    private const int KeptEnd = 64;

    private byte[] buffer = [];
    private int length;
    private int lineStart;

    /// <summary>The command so far.</summary>
    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, length);

    /// <summary>The line that was begun last.</summary>
    public ReadOnlyMemory<byte> Line => buffer.AsMemory(lineStart, length - lineStart);

    /// <summary>Begins a line.</summary>
    public void BeginLine() => lineStart = length;

    /// <summary>Adds bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (buffer.Length - length < bytes.Length)
        {
            int size = Math.Max(FirstSize, Math.Max(buffer.Length * 2, length + bytes.Length));
            byte[] larger = ArrayPool<byte>.Shared.Rent(size);
            Bytes.Span.CopyTo(larger);
            Return();
            buffer = larger;
        }

        bytes.CopyTo(buffer.AsSpan(length));
        length += bytes.Length;
    }

    /// <summary>Adds bytes.</summary>
    public void Append(in ReadOnlySequence<byte> bytes)
    {
        foreach (ReadOnlyMemory<byte> segment in bytes)
        {
            Append(segment.Span);
        }
    }

    /// <summary>Removes the line feed at the end and the CR before it; returns false when there is no CR.</summary>
    public bool TryEndLine()
    {
        length--;
        if (length == lineStart || buffer[length - 1] != '\r')
        {
            return false;
        }

        length--;
        return true;
    }

    /// <summary>Keeps of a command that is too long only its start and its end.</summary>
    public void KeepStartAndEnd()
    {
        buffer.AsSpan(length - KeptEnd, KeptEnd).CopyTo(buffer.AsSpan(KeptStart));
        length = KeptStart + KeptEnd;
        lineStart = Math.Min(lineStart, KeptStart);
    }

    /// <summary>Keeps only the start.</summary>
    public void KeepStart() => CutTo(KeptStart);

    /// <summary>Removes the line that was begun last.</summary>
    public void RemoveLine() => CutTo(lineStart);

    /// <summary>Removes everything and returns the memory.</summary>
    public void Release()
    {
        Return();
        buffer = [];
        length = 0;
        lineStart = 0;
    }

    private void CutTo(int kept)
    {
        if (kept < length)
        {
            buffer.AsSpan(kept, length - kept).Clear();
            length = kept;
        }
    }

    private void Return()
    {
        if (buffer.Length > 0)
        {
            buffer.AsSpan(0, length).Clear();
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
