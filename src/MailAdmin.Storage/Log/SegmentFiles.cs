using MailAdmin.Storage.Disk;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Log;

/// <summary>Opens and creates the files of segments.</summary>
internal sealed class SegmentFiles(StoreLayout layout, StoreOptions options, LogKey key, ILogger logger)
{
    private const FileShare Sharing = FileShare.ReadWrite | FileShare.Delete;

    /// <summary>Opens a segment that exists.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public LogSegment Open(int number)
    {
        string path = layout.SegmentFile(number);
        SafeFileHandle handle = StorePlatform.OpenFile(path, FileMode.Open, FileAccess.ReadWrite, Sharing);
        return new LogSegment(number, path, handle) { Length = RandomAccess.GetLength(handle) };
    }

    /// <summary>Creates a segment; its header and its name are on the disk.</summary>
    /// <param name="number">Its number, or the next one that no file has.</param>
    /// <param name="firstSequence">The number of its first record.</param>
    /// <exception cref="IOException">It cannot be created; nothing of it is left, as far as possible.</exception>
    public LogSegment Create(int number, long firstSequence)
    {
        // A file that an earlier attempt left, and that could not be removed, keeps its number.
        while (File.Exists(layout.SegmentFile(number)))
        {
            number++;
        }

        string path = layout.SegmentFile(number);
        options.BeforeDiskStep?.Invoke(DiskStep.Open, path, 0);
        SafeFileHandle handle = StorePlatform.OpenFile(path, FileMode.CreateNew, FileAccess.ReadWrite, Sharing);
        try
        {
            WriteHeader(handle, path, number, firstSequence);
        }
        catch
        {
            handle.Dispose();
            TryRemove(path);
            throw;
        }

        return new LogSegment(number, path, handle)
        {
            Length = LogFormat.SegmentHeaderLength,
            PreviousSequence = firstSequence - 1,
        };
    }

    /// <summary>
    /// Opens the file of a segment again, after a failure, and cuts it to what is committed. The handle before says
    /// nothing any more about what is on the disk.
    /// </summary>
    /// <exception cref="IOException">It cannot be opened, cut or synced.</exception>
    public SafeFileHandle Reopen(LogSegment segment)
    {
        options.BeforeDiskStep?.Invoke(DiskStep.Open, segment.Path, segment.Length);
        SafeFileHandle handle = StorePlatform.OpenFile(segment.Path, FileMode.Open, FileAccess.ReadWrite, Sharing);
        try
        {
            options.BeforeDiskStep?.Invoke(DiskStep.Cut, segment.Path, segment.Length);
            RandomAccess.SetLength(handle, segment.Length);
            options.BeforeDiskStep?.Invoke(DiskStep.Sync, segment.Path, segment.Length);
            StorePlatform.Sync(handle);
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private void WriteHeader(SafeFileHandle handle, string path, int number, long firstSequence)
    {
        Span<byte> header = stackalloc byte[LogFormat.SegmentHeaderLength];
        LogFormat.WriteSegmentHeader(header, number, key, firstSequence);
        options.BeforeDiskStep?.Invoke(DiskStep.Write, path, header.Length);
        RandomAccess.Write(handle, header, 0);
        options.BeforeDiskStep?.Invoke(DiskStep.Sync, path, header.Length);
        StorePlatform.Sync(handle);
        options.BeforeDiskStep?.Invoke(DiskStep.SyncFolder, layout.MailFolder, 0);
        StorePlatform.SyncFolder(layout.MailFolder);
    }

    private void TryRemove(string path)
    {
        try
        {
            options.BeforeDiskStep?.Invoke(DiskStep.Remove, path, 0);
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has no records; the next opening finds it so.
            StorageLog.LargeFileNotRemoved(logger, exception, path);
        }
    }
}
