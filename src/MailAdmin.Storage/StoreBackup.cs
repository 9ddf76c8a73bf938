using System.Globalization;
using MailAdmin.Contracts;
using MailAdmin.Storage.Backup;
using MailAdmin.Storage.Commit;
using MailAdmin.Storage.Content;
using MailAdmin.Storage.Directory;
using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Log;
using MailAdmin.Storage.Operations;

namespace MailAdmin.Storage;

/// <summary>
/// Backs up an open store. Invariants: what was answered before the backup began is in it; the directory in it is never
/// ahead of the log in it, so that the log brings it up to date; a large file that a record in it names is in it.
/// </summary>
internal sealed class StoreBackup(
    StoreLayout layout,
    StoreIdentity identity,
    StoreState state,
    ICommitter committer,
    LargeFiles files,
    DirectoryWriter? writer,
    HintWriter hints,
    TimeProvider timeProvider)
{
    // Of a process and not of the store, or copied separately; the log of the server is about the machine.
    private static readonly string[] Excluded =
        [
            "store.lock",
            "store.lease",
            "control",
            "owner.json",
            "maintenance.lock",
            "directory.db",
            "directory-log.db",
            "mail",
            "log"
        ];

    private string StoreName =>
        string.Create(CultureInfo.InvariantCulture, $"{identity.LogMark:x8}{identity.LogSeed:x8}");

    /// <summary>Writes a backup, then removes those that are not retained.</summary>
    public async Task<MailStoreBackup> RunAsync(
        StoreBackupOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        string destinationPath = Path.GetFullPath(options.Destination);
        if (FileNames.IsInside(layout.Root, destinationPath))
        {
            throw MailException.Of(MailError.InvalidArgument.As("BackupInStore"), destinationPath, layout.Root);
        }

        try
        {
            using BackupDestination destination = BackupDestination.Open(destinationPath);
            try
            {
                return await WriteAsync(destination, options, progress, cancellationToken);
            }
            catch
            {
                // Its space is needed, the more so when the disk is full.
                destination.RemovePartial();
                throw;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.Translate(exception, destinationPath);
        }
    }

    private async Task<MailStoreBackup> WriteAsync(
        BackupDestination destination,
        StoreBackupOptions options,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        long started = timeProvider.GetTimestamp();
        DateTimeOffset created = timeProvider.GetUtcNow();
        IReadOnlyList<(string Folder, BackupManifest Manifest)> complete = destination.FindComplete(StoreName);
        (int number, string folder) = destination.Begin();
        long done = 0;
        long size = 0;
        Action<long, long> report = BackupReading.Report(progress);
        BackupWriter backup = new(
            folder,
            complete.Count > 0 ? complete[^1] : null,
            options.Verify,
            count => report(done += count, Math.Max(size, done)),
            cancellationToken);

        // In this order: what the directory has must be in the log, and what the log names must be there.
        await AddDirectoryAsync(backup);
        using IDisposable kept = files.KeepAll();
        LogEnd end = await committer.CommitInOrder(new ReadOperation<LogEnd>(ReadEnd), cancellationToken);

        // A segment that was just sealed gets its hint in the background.
        await hints.WhenIdleAsync();
        List<BackupSource> sources = [.. FindMail(end), .. FindRest()];
        size = done + sources.Sum(source => source.Length);
        sources.ForEach(backup.Add);
        backup.Finish();
        BackupManifest manifest = new()
        {
            Number = number,
            Store = StoreName,
            Created = created,
            LastSequence = end.LastSequence,
            Messages = end.Messages,
            Files = backup.Files,
        };
        manifest.Write(folder);
        string path = destination.Complete(number);
        return new MailStoreBackup
        {
            Path = path,
            StorePath = layout.Root,
            Number = number,
            Created = created.LocalDateTime,
            Size = manifest.Size,
            NewSize = backup.NewSize,
            Messages = end.Messages,
            Verified = options.Verify,
            Damaged = backup.Damaged,
            Removed = RemoveOld(destination, complete, options.Retain),
            Duration = timeProvider.GetElapsedTime(started),
        };
    }

    // On the thread of the directory, so that nothing is written to it meanwhile.
    private async Task AddDirectoryAsync(BackupWriter backup)
    {
        if (writer is null)
        {
            return;
        }

        await writer.AskAsync(directory =>
        {
            directory.Checkpoint();
            foreach (string path in (string[])[layout.DirectoryFile, layout.DirectoryLogFile])
            {
                backup.Add(SourceOf(path, neverChanges: false));
            }

            return true;
        });
    }

    private LogEnd ReadEnd() => new(
        [.. state.Log.Segments.OrderBy(segment => segment.Number).Select(segment => (segment.Number, segment.Length))],
        state.Log.Active.Number,
        state.Log.NextSequence - 1,
        state.MessageCount,
        [.. state.Bodies.LargeFiles.Distinct()]);

    private IEnumerable<BackupSource> FindMail(LogEnd end)
    {
        foreach ((int number, long length) in end.Segments)
        {
            bool isSealed = number != end.Active;
            yield return SourceOf(layout.SegmentFile(number), isSealed) with { Length = length };
            if (isSealed && File.Exists(layout.HintFile(number)))
            {
                yield return SourceOf(layout.HintFile(number), neverChanges: false);
            }
        }

        foreach (string path in end.LargeFiles.Select(layout.LargeFile).Concat(layout.FindTornTails()))
        {
            if (File.Exists(path))
            {
                yield return SourceOf(path, neverChanges: true);
            }
        }
    }

    private IEnumerable<BackupSource> FindRest()
    {
        foreach (string entry in System.IO.Directory.EnumerateFileSystemEntries(layout.Root))
        {
            if (Excluded.Contains(Path.GetFileName(entry)))
            {
                continue;
            }

            IEnumerable<string> found = System.IO.Directory.Exists(entry)
                ? System.IO.Directory.EnumerateFiles(entry, "*", SearchOption.AllDirectories)
                : [entry];
            foreach (string path in found.Where(path => !path.EndsWith(".new", StringComparison.Ordinal)))
            {
                yield return SourceOf(path, neverChanges: false);
            }
        }
    }

    private BackupSource SourceOf(string path, bool neverChanges)
    {
        FileInfo file = new(path);
        return new BackupSource(
            FileNames.Of(layout.Root, path), path, file.Exists ? file.Length : 0, neverChanges);
    }

    private static List<string> RemoveOld(
        BackupDestination destination, IReadOnlyList<(string Folder, BackupManifest Manifest)> former, int? retain)
    {
        List<string> removed = [];
        int surplus = retain is { } count ? former.Count + 1 - count : 0;
        foreach ((string folder, _) in former.Take(surplus))
        {
            destination.Remove(folder);
            removed.Add(folder);
        }

        return removed;
    }

    private sealed record LogEnd(
        IReadOnlyList<(int Number, long Length)> Segments,
        int Active,
        long LastSequence,
        long Messages,
        IReadOnlyList<ulong> LargeFiles);
}
