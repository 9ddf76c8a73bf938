using System.Runtime.InteropServices;
using System.Runtime.Versioning;
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
    private const int LinuxCloseOnExec = 0x80000;
    private const int MacCloseOnExec = 0x1000000;
    private const int LockExclusively = 2;
    private const int LockWithoutWaiting = 4;
    private const int Unlock = 8;
    private const int NoEntry = 2;
    private const int NotAFolder = 20;
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    // A process that this one starts must not inherit a lock.
    private static int CloseOnExec => OperatingSystem.IsMacOS() ? MacCloseOnExec : LinuxCloseOnExec;

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

    /// <summary>
    /// Locks a folder (flock), without waiting; whoever locks it next, in this process too, finds it taken.
    /// </summary>
    /// <param name="path">The folder.</param>
    /// <param name="folder">
    /// Keeps the lock until <see cref="ReleaseFolder"/>; null unless the folder was locked.
    /// </param>
    public static FolderLock TryLockFolder(string path, out SafeFileHandle? folder)
    {
        folder = null;
        if (OperatingSystem.IsWindows())
        {
            return FolderLock.Unavailable;
        }

        int descriptor = Open(path, OpenReadOnly | CloseOnExec);
        if (descriptor < 0)
        {
            return Marshal.GetLastPInvokeError() is NoEntry or NotAFolder
                ? FolderLock.Missing
                : FolderLock.Unavailable;
        }

        SafeFileHandle opened = new(descriptor, ownsHandle: true);
        if (FLock(opened, LockExclusively | LockWithoutWaiting) == 0)
        {
            folder = opened;
            return FolderLock.Locked;
        }

        int error = Marshal.GetLastPInvokeError();
        opened.Dispose();
        return error == (OperatingSystem.IsMacOS() ? MacWouldBlock : LinuxWouldBlock)
            ? FolderLock.Taken
            : FolderLock.Unavailable;
    }

    /// <summary>Unlocks a folder and closes its handle.</summary>
    /// <remarks>
    /// Closing alone is not enough: a process that this one is just starting has the handle too, from fork until exec,
    /// and the lock would last as long. .NET does the same for the files that it locks.
    /// </remarks>
    public static void ReleaseFolder(SafeFileHandle folder)
    {
        _ = FLock(folder, Unlock);
        folder.Dispose();
    }

    /// <summary>
    /// Reads the beginning of a file that is locked. Returns null when it does not exist or cannot be read; always on
    /// Windows, where a lock excludes readers too.
    /// </summary>
    public static byte[]? TryReadLocked(string path, int maxLength)
    {
        int descriptor = OperatingSystem.IsWindows() ? -1 : Open(path, OpenReadOnly | CloseOnExec);
        if (descriptor < 0)
        {
            return null;
        }

        using SafeFileHandle file = new(descriptor, ownsHandle: true);
        byte[] buffer = new byte[maxLength];
        return buffer[..ReadFully(file, buffer, 0)];
    }

    /// <summary>Creates a folder that only its owner can enter; its name, and those above it, are durable.</summary>
    public static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            System.IO.Directory.CreateDirectory(folder);
            return;
        }

        List<string> changed = [];
        for (string? path = Path.GetFullPath(folder); path is not null && !System.IO.Directory.Exists(path);)
        {
            path = Path.GetDirectoryName(path);
            changed.Add(path ?? "/");
        }

        System.IO.Directory.CreateDirectory(
            folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        changed.ForEach(TrySyncFolder);
    }

    // A folder above the store may be one that its owner cannot read, and so cannot open.
    private static void TrySyncFolder(string folder)
    {
        try
        {
            SyncFolder(folder);
        }
        catch (IOException) when (System.IO.Directory.Exists(folder))
        {
            // The file system writes the name in its own time.
        }
    }

    /// <summary>Opens a file; only its owner can read one that this creates.</summary>
    public static SafeFileHandle OpenFile(
        string path, FileMode mode, FileAccess access, FileShare share, FileOptions options = FileOptions.None)
    {
        if (mode == FileMode.Open || OperatingSystem.IsWindows())
        {
            return File.OpenHandle(path, mode, access, share, options);
        }

        // File.OpenHandle takes no mode for a new file, so it is created before it is opened.
        bool created = TryCreatePrivately(path, mustBeNew: mode == FileMode.CreateNew);
        return File.OpenHandle(path, created ? FileMode.Open : mode, access, share, options);
    }

    [UnsupportedOSPlatform("windows")]
    private static bool TryCreatePrivately(string path, bool mustBeNew)
    {
        if (!mustBeNew && File.Exists(path))
        {
            return false;
        }

        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        try
        {
            new FileStream(path, options).Dispose();
            return true;
        }
        catch (IOException) when (!mustBeNew && File.Exists(path))
        {
            // Another has just created it.
            return false;
        }
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

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int FLock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
