using MailAdmin.Storage.Disk;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Log;

/// <summary>
/// A file of the log, as readers see it. It stays open as long as the store, or until it is retired and nobody reads
/// it.
/// </summary>
internal sealed class LogSegment(int number, string path, SafeFileHandle handle) : IDisposable
{
    private SafeFileHandle handle = handle;

    /// <summary>Its number.</summary>
    public int Number { get; } = number;

    /// <summary>Its file.</summary>
    public string Path { get; } = path;

    /// <summary>Its octets up to the end of the last committed record.</summary>
    public long Length { get; set; }

    /// <summary>The sequence number of the last record before it.</summary>
    public long PreviousSequence { get; set; }

    /// <summary>The octets of bodies and outlines in it that no mailbox refers to any more.</summary>
    public long DeadSize { get; set; }

    /// <summary>The file. Replaced after a failure.</summary>
    public SafeFileHandle Handle
    {
        get => Volatile.Read(ref handle);
        set => Volatile.Write(ref handle, value);
    }

    /// <summary>Reads octets at an offset; fewer at the end of the file only.</summary>
    /// <exception cref="MailException">StoreFailed, StoreUnavailable (the store was closed).</exception>
    public int Read(long offset, Span<byte> buffer)
    {
        try
        {
            int total = 0;
            while (total < buffer.Length)
            {
                int count = RandomAccess.Read(Handle, buffer[total..], offset + total);
                if (count == 0)
                {
                    break;
                }

                total += count;
            }

            return total;
        }
        catch (ObjectDisposedException exception)
        {
            throw StorageErrors.Unavailable(Path, "is closed", exception);
        }
        catch (IOException exception)
        {
            throw StorageErrors.Translate(exception, Path);
        }
    }

    public void Dispose() => Handle.Dispose();
}
