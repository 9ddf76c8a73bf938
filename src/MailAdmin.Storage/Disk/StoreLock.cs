using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Disk;

/// <summary>The lock of a store's owner. It ends with the process that has it, however that process ends.</summary>
internal static class StoreLock
{
    /// <summary>Takes the lock.</summary>
    /// <exception cref="MailException">StoreLocked, StoreReadOnly.</exception>
    public static SafeFileHandle Take(StoreLayout layout)
    {
        try
        {
            return StorePlatform.OpenFile(layout.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (File.Exists(layout.LockFile)
            && !StorageErrors.IsDiskFull(exception)
            && !StorageErrors.IsWriteProtected(exception))
        {
            throw MailException.Of(MailError.StoreLocked, exception, layout.Root);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.Translate(exception, layout.LockFile);
        }
    }
}
