using System.Diagnostics;
using MailAdmin.Storage.Disk;

namespace MailAdmin.Storage.Backup;

/// <summary>Finds backups and restores them.</summary>
internal static class BackupReading
{
    /// <summary>The backup in a folder, or the newest complete one of those in it.</summary>
    /// <exception cref="MailException">BackupNotFound, BackupDamaged.</exception>
    public static (string Folder, BackupManifest Manifest) Find(string path)
    {
        string full = Path.GetFullPath(path);
        try
        {
            string folder = BackupDestination.FindNewest(full) ?? full;
            return BackupManifest.Read(folder) is { } manifest
                ? (folder, manifest)
                : throw MailException.Of(MailError.BackupNotFound, full);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.Translate(exception, full);
        }
    }

    /// <inheritdoc cref="MailStorage.RestoreAsync"/>
    public static async Task<MailStoreRestore> RestoreAsync(
        string backup, string path, bool force, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        (string folder, BackupManifest manifest) = Find(backup);
        try
        {
            StoreRestore restore = new(folder, manifest, Report(progress));
            string? former = await restore.RestoreAsync(path, force, cancellationToken);
            return new MailStoreRestore
            {
                StorePath = Path.GetFullPath(path),
                Path = folder,
                Created = manifest.Created.LocalDateTime,
                Messages = manifest.Messages,
                Size = manifest.Size,
                Duration = Stopwatch.GetElapsedTime(started),
                FormerStorePath = former,
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.Translate(exception, path);
        }
    }

    /// <summary>Turns bytes into the part that is done.</summary>
    public static Action<long, long> Report(IProgress<double>? progress) =>
        (done, size) => progress?.Report(size == 0 ? 1 : Math.Min(1, (double)done / size));
}
