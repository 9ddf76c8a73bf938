using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Disk;

/// <summary>What the owner of a store locks: the lock file, and the folder.</summary>
internal static class LockFiles
{
    /// <summary>Opens store.lock exclusively, and creates it if it is missing.</summary>
    /// <exception cref="MailException">StoreLocked, StoreReadOnly, StoreAccessDenied, DiskFull.</exception>
    public static SafeFileHandle Open(StoreLayout layout, StoreOptions options)
    {
        FileShare share = options.HasFileLocks ? FileShare.None : FileShare.ReadWrite | FileShare.Delete;
        try
        {
            return StorePlatform.OpenFile(layout.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, share);
        }
        catch (IOException exception) when (StorageErrors.IsLocked(exception, layout.LockFile))
        {
            throw MailException.Of(MailError.StoreLocked, exception, layout.Root);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.Translate(exception, layout.LockFile);
        }
    }

    /// <summary>Locks the folder of a store. Returns null when folders cannot be locked here.</summary>
    /// <exception cref="MailException">StoreLocked.</exception>
    public static SafeFileHandle? LockFolder(string path)
    {
        switch (StorePlatform.TryLockFolder(path, out SafeFileHandle? folder))
        {
            case FolderLock.Taken:
                throw MailException.Of(MailError.StoreLocked, path);
            case FolderLock.Locked when StorePlatform.TryLockFolder(path, out SafeFileHandle? again)
                != FolderLock.Taken:
                // The lock excludes nobody, as on file systems that give it to the process.
                again?.Dispose();
                StorePlatform.ReleaseFolder(folder!);
                return null;
            default:
                return folder;
        }
    }
}
