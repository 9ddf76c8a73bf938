using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Server.Transfer.Files;

/// <summary>Reads a part of a file.</summary>
internal sealed class FilePart(SafeFileHandle file, long start, long end) : ForwardStream
{
    private long position = start;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        int length = (int)Math.Min(count, end - position);
        int read = length <= 0 ? 0 : RandomAccess.Read(file, buffer.AsSpan(offset, length), position);
        position += read;
        return read;
    }
}
