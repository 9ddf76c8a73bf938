namespace MailAdmin.Contracts;

/// <summary>An open store. It has one owner; disposing it releases the store.</summary>
public interface IMailStorage : IAsyncDisposable
{
    /// <summary>The folder.</summary>
    string Path { get; }

    /// <summary>The number of the layout on disk.</summary>
    int SchemaVersion { get; }

    /// <summary>Domains, accounts, aliases, groups, settings.</summary>
    IDirectory Directory { get; }

    /// <summary>Mailboxes and messages.</summary>
    IMailboxes Mailboxes { get; }

    /// <summary>Messages that wait to be sent.</summary>
    IMailQueue Queue { get; }

    /// <summary>The message trace.</summary>
    IMailTrace Trace { get; }

    /// <summary>What was found and repaired when the store was opened.</summary>
    IReadOnlyList<MailStoreFinding> OpeningFindings { get; }

    /// <summary>
    /// Completes when the store was taken over by another process, moved or removed: every change is refused from then
    /// on (StoreLocked), and the store should be closed.
    /// </summary>
    Task WhenLost { get; }

    /// <summary>Bytes on disk, and messages in all mailboxes.</summary>
    ValueTask<(long SizeOnDisk, long MessageCount)> MeasureAsync(CancellationToken cancellationToken);

    /// <summary>Reads everything and checks it; changes nothing.</summary>
    /// <param name="progress">Receives the part that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels the test.</param>
    Task<IReadOnlyList<MailStoreFinding>> TestAsync(IProgress<double>? progress, CancellationToken cancellationToken);

    /// <summary>Repairs findings; null: whatever a test finds. Rebuilds what can be rebuilt from the log.</summary>
    /// <returns>The findings, each with whether it was repaired.</returns>
    Task<IReadOnlyList<MailStoreFinding>> RepairAsync(
        IReadOnlyList<MailStoreFinding>? findings, IProgress<double>? progress, CancellationToken cancellationToken);

    /// <summary>
    /// Backs up the store while it is in use. Everything that was answered before the call is in the backup.
    /// </summary>
    /// <exception cref="MailException">
    /// InvalidArgument (the destination is in the store), BackupRunning, BackupDamaged, StoreReadOnly,
    /// StoreAccessDenied, DiskFull, StoreFailed: the backups that were there are as they were.
    /// </exception>
    Task<MailStoreBackup> BackupAsync(
        StoreBackupOptions options, IProgress<double>? progress, CancellationToken cancellationToken);
}
