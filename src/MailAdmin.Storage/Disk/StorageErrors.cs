using MailAdmin.Texts;

namespace MailAdmin.Storage.Disk;

/// <summary>Turns exceptions of the platform into mail errors.</summary>
internal static class StorageErrors
{
    private const int UnixNoSpace = 28;
    private const int UnixReadOnlyFileSystem = 30;
    private const int LinuxQuotaExceeded = 122;
    private const int MacQuotaExceeded = 69;
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsWriteProtected = unchecked((int)0x80070013);

    /// <summary>The mail error of a failed disk operation.</summary>
    public static MailException Translate(Exception exception, string path)
    {
        return exception switch
        {
            MailException known => known,
            UnauthorizedAccessException =>
                MailException.Of(MailError.StoreAccessDenied, exception, path, Environment.UserName),
            IOException io when IsDiskFull(io) => MailException.Of(MailError.DiskFull, exception, path),
            IOException io when IsWriteProtected(io) => ReadOnly(path, exception),
            _ => MailException.Of(MailError.StoreFailed, exception, path, PlatformReason.Of(exception)),
        };
    }

    /// <summary>Whether no space was left.</summary>
    public static bool IsDiskFull(IOException exception)
    {
        return exception.HResult is WindowsDiskFull or WindowsHandleDiskFull
            || (!OperatingSystem.IsWindows()
                && exception.HResult is UnixNoSpace or LinuxQuotaExceeded or MacQuotaExceeded);
    }

    /// <summary>Whether the disk can only be read.</summary>
    public static bool IsWriteProtected(IOException exception) =>
        exception.HResult is UnixReadOnlyFileSystem or WindowsWriteProtected;

    /// <summary>Whether a file could not be opened because somebody else has it.</summary>
    public static bool IsLocked(IOException exception, string path) =>
        File.Exists(path) && !IsDiskFull(exception) && !IsWriteProtected(exception);

    private static MailException ReadOnly(string path, Exception exception) =>
        MailException.Of(MailError.StoreReadOnly, exception, path, PlatformReason.Of(exception));
}
