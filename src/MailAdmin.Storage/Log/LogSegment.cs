using MailAdmin.Storage.Disk;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Log;

/// <summary>A file of the log, as readers see it. It stays open as long as the store.</summary>
internal sealed class LogSegment(int number, string path, SafeFileHandle handle) : IDisposable
{
    private SafeFileHandle handle = handle;

    /// <summary>Its number.</summary>
    public int Number { get; } = number;

    /// <summary>Its file.</summary>
    public string Path { get; } = path;

    /// <summary>Its length up to the end of the last committed record.</summary>
    public long Length { get; set; }

    /// <summary>The sequence number of the last record before it.</summary>
    public long PreviousSequence { get; set; }

    /// <summary>The file. Replaced after a failure.</summary>
    public SafeFileHandle Handle
    {
        get => Volatile.Read(ref handle);
        set => Volatile.Write(ref handle, value);
    }

    /// <summary>Reads bytes at an offset, and returns how many; fewer only where the file ends.</summary>
    /// <exception cref="MailException">StoreFailed, StoreUnavailable (the store was closed).</exception>
    public int Read(long offset, Span<byte> buffer)
    {
        try
        {
            return StorePlatform.ReadFully(Handle, buffer, offset);
        }
        catch (ObjectDisposedException exception)
        {
            throw MailException.Of(MailError.StoreUnavailable, exception, Path);
        }
        catch (IOException exception)
        {
            throw StorageErrors.Translate(exception, Path);
        }
    }

    public void Dispose() => Handle.Dispose();
}
