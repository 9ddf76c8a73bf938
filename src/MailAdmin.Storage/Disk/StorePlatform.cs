using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Disk;

/// <summary>
/// What differs between platforms. Linux: fdatasync, which .NET does not offer, does not write a file's times; a new
/// name is durable only after its folder is synced. macOS: RandomAccess.FlushToDisk does F_FULLFSYNC. Windows: a folder
/// needs no sync, and has no mode.
/// </summary>
internal static partial class StorePlatform
{
    private const int OpenReadOnly = 0;

    /// <summary>Makes the bytes of a file durable.</summary>
    /// <exception cref="IOException">
    /// It failed. What is durable is unknown, so the same handle must not be synced again.
    /// </exception>
    public static void Sync(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
            return;
        }

        if (FDataSync(file) != 0)
        {
            throw LastError("fdatasync");
        }
    }

    /// <summary>Reads bytes of a file at an offset, and returns how many; fewer only where the file ends.</summary>
    public static int ReadFully(SafeFileHandle file, Span<byte> buffer, long offset)
    {
        int total = 0;
        while (total < buffer.Length)
        {
            int count = RandomAccess.Read(file, buffer[total..], offset + total);
            if (count == 0)
            {
                break;
            }

            total += count;
        }

        return total;
    }

    /// <summary>Creates or replaces a file; after a crash it has its old content or all of the new one.</summary>
    public static void ReplaceFile(string path, ReadOnlySpan<byte> content)
    {
        string temporary = path + ".new";
        using (SafeFileHandle file = OpenFile(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            RandomAccess.Write(file, content, 0);
            Sync(file);
        }

        File.Move(temporary, path, overwrite: true);
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes the names in a folder durable.</summary>
    public static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Open(folder, OpenReadOnly);
        if (descriptor < 0)
        {
            throw LastError($"Opening the folder '{folder}'");
        }

        using SafeFileHandle handle = new(descriptor, ownsHandle: true);
        if (FSync(handle) != 0)
        {
            throw LastError($"Syncing the folder '{folder}'");
        }
    }

    /// <summary>Creates a folder that only its owner can enter.</summary>
    public static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            System.IO.Directory.CreateDirectory(folder);
            return;
        }

        System.IO.Directory.CreateDirectory(
            folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Opens a file; only its owner can read one that this creates.</summary>
    public static SafeFileHandle OpenFile(
        string path, FileMode mode, FileAccess access, FileShare share, FileOptions options = FileOptions.None)
    {
        // File.OpenHandle takes no mode for a new file, so the mode is set before anything is in the file.
        bool isNew = mode != FileMode.Open && !File.Exists(path);
        SafeFileHandle handle = File.OpenHandle(path, mode, access, share, options);
        if (isNew && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(handle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return handle;
    }

    private static IOException LastError(string action)
    {
        int errno = Marshal.GetLastPInvokeError();
        return new IOException($"{action} failed: {Marshal.GetPInvokeErrorMessage(errno)}.", errno);
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FDataSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
