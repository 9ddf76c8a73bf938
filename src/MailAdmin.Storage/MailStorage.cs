using MailAdmin.Contracts;
using MailAdmin.Storage.Disk;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Storage;

/// <summary>Creates and opens stores.</summary>
/// <remarks>
/// The folders of this project are floors; each uses only those before it. Disk: files, paths, errors and texts. Log:
/// the format, reading and writing of records. Content: the bodies of messages. Mailboxes: their committed state.
/// Operations: changes of mailboxes, and what a committer is. Queue and Directory: state and changes of each. Trace.
/// Commit: the one thread that changes all state. This folder: the open store.
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
