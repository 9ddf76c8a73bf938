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
            UnauthorizedAccessException => ReadOnly(path, exception),
            IOException io when IsDiskFull(io) => new MailException(
                MailError.DiskFull, $"The disk of '{path}' is full.", exception)
            {
                Target = path,
                RecommendedAction = "Free some space; the store continues by itself.",
            },
            IOException io when IsWriteProtected(io) => ReadOnly(path, exception),
            _ => new MailException(
                MailError.StoreFailed, $"Reading or writing '{path}' failed: {exception.Message}", exception)
            {
                Target = path,
                RecommendedAction = "See the server log, check the disk, then run Test-MailStore.",
            },
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

    /// <summary>The store is closing, or its log cannot be written at the moment.</summary>
    public static MailException Unavailable(string path, string reason, Exception? innerException = null)
    {
        return new MailException(MailError.StoreUnavailable, $"The store '{path}' {reason}.", innerException)
        {
            Target = path,
            RecommendedAction = "Try again in a moment.",
        };
    }

    private static MailException ReadOnly(string path, Exception exception)
    {
        return new MailException(MailError.StoreReadOnly, $"'{path}' cannot be written: {exception.Message}", exception)
        {
            Target = path,
            RecommendedAction = "Give the user that runs this process write access to the folder of the store.",
        };
    }
}
