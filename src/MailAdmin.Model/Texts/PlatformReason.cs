namespace MailAdmin.Texts;

/// <summary>
/// Why the platform refused a file or a folder, for every reader: .NET says it in English only. What is not known here
/// stays in its words.
/// </summary>
internal static class PlatformReason
{
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int WindowsLockViolation = unchecked((int)0x80070021);
    private const int WindowsWriteProtected = unchecked((int)0x80070013);

    // On Unix, HResult is the errno of the call.
    private const int DiskError = 5;
    private const int LinuxLocked = 11;
    private const int TooManyFiles = 24;
    private const int ReadOnlyFileSystem = 30;
    private const int MacLocked = 35;

    /// <summary>The reason, a sentence with its full stop.</summary>
    public static MailText Of(Exception exception) => exception switch
    {
        UnauthorizedAccessException => MailText.Of("Platform.AccessDenied"),
        FileNotFoundException => MailText.Of("Platform.FileMissing"),
        DirectoryNotFoundException => MailText.Of("Platform.FolderMissing"),
        PathTooLongException => MailText.Of("Platform.PathTooLong"),
        IOException io => OfDisk(io),
        _ => MailText.Literal(exception.Message),
    };

    private static MailText OfDisk(IOException exception) => exception.HResult switch
    {
        WindowsSharingViolation or WindowsLockViolation => MailText.Of("Platform.InUse"),
        WindowsWriteProtected => MailText.Of("Platform.WriteProtected"),
        LinuxLocked or MacLocked when !OperatingSystem.IsWindows() => MailText.Of("Platform.InUse"),
        ReadOnlyFileSystem when !OperatingSystem.IsWindows() => MailText.Of("Platform.WriteProtected"),
        TooManyFiles when !OperatingSystem.IsWindows() => MailText.Of("Platform.TooManyFiles"),
        DiskError when !OperatingSystem.IsWindows() => MailText.Of("Platform.DiskError"),
        _ => MailText.Literal(exception.Message),
    };
}
