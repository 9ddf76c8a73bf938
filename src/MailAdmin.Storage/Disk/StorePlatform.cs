using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Disk;

/// <summary>
/// What differs between platforms. Linux: fdatasync, which .NET does not offer, spares the write of a file's times; a
/// new
/// name is durable only after its folder is synced. macOS: RandomAccess.FlushToDisk does F_FULLFSYNC. Windows: a folder
/// needs no sync,
/// and has no mode.
/// </summary>
internal static partial class StorePlatform
{
    private const int OpenReadOnly = 0;

    /// <summary>Makes the octets of a file durable.</summary>
    /// <exception cref="IOException">It failed; what is durable is unknown, so the same handle must not be synced
    /// again.</exception>
    public static void Sync(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
            return;
        }

        if (FDataSync(file) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            throw new IOException($"fdatasync failed: {Marshal.GetPInvokeErrorMessage(errno)}.", errno);
        }
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
            int errno = Marshal.GetLastPInvokeError();
            throw new IOException($"Opening the folder '{folder}' failed: {Marshal.GetPInvokeErrorMessage(errno)}.", errno);
        }

        using SafeFileHandle handle = new(descriptor, ownsHandle: true);
        if (FSync(handle) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            throw new IOException($"Syncing the folder '{folder}' failed: {Marshal.GetPInvokeErrorMessage(errno)}.", errno);
        }
    }

    /// <summary>Makes a folder that only its owner can enter.</summary>
    public static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            System.IO.Directory.CreateDirectory(folder);
            return;
        }

        System.IO.Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Opens a file; one that is made can be read by its owner only.</summary>
    public static SafeFileHandle OpenFile(
        string path, FileMode mode, FileAccess access, FileShare share, FileOptions options = FileOptions.None)
    {
        // File.OpenHandle takes no mode for the new file, so it is narrowed before anything is in it.
        bool isNew = mode != FileMode.Open && !File.Exists(path);
        SafeFileHandle handle = File.OpenHandle(path, mode, access, share, options);
        if (isNew && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(handle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return handle;
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FDataSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
