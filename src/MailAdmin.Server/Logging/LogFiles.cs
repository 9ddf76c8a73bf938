using System.Globalization;
using MailAdmin.Storage.Disk;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Server.Logging;

/// <summary>
/// The files of the server log: log/00000001.jsonl and so on in the folder of the store, an entry a line. A file that
/// is full is followed by the next one, and the oldest is removed, so that the log never takes more than
/// <see cref="MaxFiles"/> times <see cref="MaxFileSize"/>.
/// </summary>
internal sealed class LogFiles(string storePath) : IDisposable
{
    /// <summary>A file that has reached this size, in bytes, is followed by another one.</summary>
    public const long MaxFileSize = 10 << 20;

    /// <summary>How many files are kept.</summary>
    public const int MaxFiles = 5;

    private const string Extension = ".jsonl";
    private const FileShare Sharing = FileShare.ReadWrite | FileShare.Delete;

    private readonly string folder = FolderOf(storePath);
    private SafeFileHandle? file;
    private string path = "";

    /// <summary>The folder of the log of a store.</summary>
    public static string FolderOf(string storePath) => Path.Combine(storePath, "log");

    /// <summary>The files that exist, the newest first.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static IReadOnlyList<string> Find(string storePath)
    {
        string folder = FolderOf(storePath);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*" + Extension).Where(IsNumbered).OrderByDescending(NumberOf)]
            : [];
    }

    /// <summary>Opens a file to read it while it is written. Returns null when it was removed.</summary>
    public static SafeFileHandle? TryOpen(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, Sharing);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Makes the folder, which only the user who runs the server can enter.</summary>
    /// <exception cref="IOException">The disk refuses it.</exception>
    public void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(
                folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Adds whole lines.</summary>
    /// <exception cref="IOException">The disk refuses it; a part of the lines may be written.</exception>
    public void Append(ReadOnlySpan<byte> lines)
    {
        LineFile.Append(Current(), lines);
    }

    public void Dispose() => file?.Dispose();

    private static bool IsNumbered(string path) => NumberOf(path) > 0;

    private static int NumberOf(string path) => int.TryParse(
        Path.GetFileNameWithoutExtension(path.AsSpan()),
        NumberStyles.None,
        CultureInfo.InvariantCulture,
        out int number)
        ? number
        : 0;

    // The file is looked at by its name each time, because somebody may have removed it. The folder is not made again:
    // when it is missing, so is the store.
    private SafeFileHandle Current()
    {
        if (file is not null && File.Exists(path) && RandomAccess.GetLength(file) < MaxFileSize)
        {
            return file;
        }

        IReadOnlyList<string> files = Find(storePath);
        int newest = files.Count > 0 ? NumberOf(files[0]) : 0;
        bool isFull = files.Count == 0 || new FileInfo(files[0]).Length >= MaxFileSize;
        string next = isFull ? PathOf(newest + 1) : files[0];
        SafeFileHandle opened = Open(next);
        file?.Dispose();
        (file, path) = (opened, next);
        foreach (string old in Find(storePath).Skip(MaxFiles))
        {
            File.Delete(old);
        }

        return file;
    }

    private static SafeFileHandle Open(string path)
    {
        if (!File.Exists(path))
        {
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = Sharing };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            new FileStream(path, options).Dispose();
        }

        return File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, Sharing);
    }

    private string PathOf(int number) =>
        Path.Combine(folder, number.ToString("D8", CultureInfo.InvariantCulture) + Extension);
}
