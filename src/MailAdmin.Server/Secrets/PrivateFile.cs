using MailAdmin.Storage;

namespace MailAdmin.Server.Secrets;

/// <summary>
/// Writes files that only the user who runs the server may read: atomically, and private from the first byte.
/// </summary>
internal static class PrivateFile
{
    /// <summary>Writes a file that is of use only until the machine stops.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content) => Write(path, content, isDurable: false);

    /// <summary>Writes a file; when this returns, it outlasts a loss of power.</summary>
    public static void WriteDurably(string path, ReadOnlySpan<byte> content) => Write(path, content, isDurable: true);

    /// <summary>
    /// Removes a file if it exists; its folder may be missing too, when a store is removed while it is open.
    /// </summary>
    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing is left to remove.
        }
    }

    private static void Write(string path, ReadOnlySpan<byte> content, bool isDurable)
    {
        string temporary = path + ".new";
        File.Delete(temporary);
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (FileStream file = new(temporary, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: isDurable);
        }

        File.Move(temporary, path, overwrite: true);
        if (isDurable)
        {
            // The name too: without this a loss of power brings back the file that was there before, or none.
            MailStorage.SyncFolder(Path.GetDirectoryName(path)!);
        }
    }
}
