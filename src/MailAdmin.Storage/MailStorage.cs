using MailAdmin.Contracts;
using MailAdmin.Storage.Backup;
using MailAdmin.Storage.Disk;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Storage;

/// <summary>Creates and opens stores.</summary>
/// <remarks>
/// The folders of this project are floors; each uses only those before it. Disk: files, paths, errors and texts. Log:
/// the format, reading and writing of records. Content: the bodies of messages. Mailboxes: their committed state.
/// Operations: changes of mailboxes, and what a committer is. Queue and Directory: state and changes of each. Trace.
/// Commit: the one thread that changes all state. Backup: copies of a store. This folder: the open store.
/// </remarks>
public static class MailStorage
{
    /// <summary>Creates a store in a folder that is empty or does not exist, and leaves it closed.</summary>
    /// <exception cref="MailException">
    /// StoreExists, StoreInvalid (the folder has other things in it), StoreReadOnly, StoreAccessDenied, DiskFull.
    /// </exception>
    public static Task InitializeAsync(string path, StoreSettings settings, CancellationToken cancellationToken)
    {
        return Task.Run(
            () => StoreCreation.CreateAsync(new StoreLayout(path), settings, cancellationToken), cancellationToken);
    }

    /// <summary>Takes the lock of a store and opens it.</summary>
    /// <exception cref="MailException">
    /// StoreNotFound, StoreInvalid, StoreLocked (another process owns it), StoreReadOnly, StoreAccessDenied.
    /// </exception>
    public static Task<IMailStorage> OpenAsync(
        string path, TimeProvider timeProvider, ILoggerFactory loggerFactory, CancellationToken cancellationToken)
    {
        return OpenAsync(path, new StoreOptions(), timeProvider, loggerFactory, cancellationToken);
    }

    /// <summary>Restores a store from a backup; the store is closed afterwards.</summary>
    /// <param name="backup">A backup, or the destination of backups: the newest complete one.</param>
    /// <param name="path">The folder of the store: empty or missing.</param>
    /// <param name="force">Moves what is in the folder aside.</param>
    /// <param name="progress">Receives the part that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels; the folder stays as it was.</param>
    /// <exception cref="MailException">
    /// BackupNotFound, BackupDamaged, StoreExists, StoreInvalid, StoreLocked, StoreReadOnly, StoreAccessDenied,
    /// DiskFull.
    /// </exception>
    public static Task<MailStoreRestore> RestoreAsync(
        string backup, string path, bool force, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        return Task.Run(
            () => BackupReading.RestoreAsync(backup, path, force, progress, cancellationToken), cancellationToken);
    }

    /// <summary>Makes the names in a folder durable, as after a file in it was created or replaced.</summary>
    /// <exception cref="IOException">It failed.</exception>
    public static void SyncFolder(string folder) => StorePlatform.SyncFolder(folder);

    /// <summary>Opens a store with other sizes and limits.</summary>
    internal static Task<IMailStorage> OpenAsync(
        string path,
        StoreOptions options,
        TimeProvider timeProvider,
        ILoggerFactory loggerFactory,
        CancellationToken cancellationToken)
    {
        ILogger logger = loggerFactory.CreateLogger("MailAdmin.Storage");
        return Task.Run(
            () => StoreOpening.OpenAsync(
                new StoreLayout(path), options, isNew: false, timeProvider, logger, cancellationToken),
            cancellationToken);
    }
}
