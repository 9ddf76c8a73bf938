using System.Runtime.InteropServices;

namespace MailAdmin.Storage.Disk;

/// <summary>
/// A second name of a file, which .NET does not offer. Linux and macOS: link. Windows: CreateHardLink.
/// </summary>
internal static partial class HardLink
{
    /// <summary>
    /// Gives a file a second name. Returns false where that is not possible: on another volume, or on a file system
    /// without links.
    /// </summary>
    public static bool TryCreate(string existing, string name) => OperatingSystem.IsWindows()
        ? CreateHardLink(name, existing, 0)
        : Link(existing, name) == 0;

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);

    [LibraryImport(
        "kernel32.dll",
        EntryPoint = "CreateHardLinkW",
        SetLastError = true,
        StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string name, string existing, nint security);
}
