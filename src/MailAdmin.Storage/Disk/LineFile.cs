using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Disk;

/// <summary>A file of lines that only grows, such as a day of the trace or a file of the server log.</summary>
public static class LineFile
{
    /// <summary>Adds whole lines.</summary>
    /// <exception cref="IOException">The disk refuses it; a part of the lines may be written.</exception>
    public static void Append(SafeFileHandle file, ReadOnlySpan<byte> lines)
    {
        long length = RandomAccess.GetLength(file);

        // A crash or a full disk may have cut the last line short; the next line must not join it.
        Span<byte> last = stackalloc byte[1];
        if (length > 0 && RandomAccess.Read(file, last, length - 1) == 1 && last[0] != (byte)'\n')
        {
            RandomAccess.Write(file, "\n"u8, length);
            length++;
        }

        RandomAccess.Write(file, lines, length);
    }
}
