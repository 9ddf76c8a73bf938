namespace MailAdmin.Contracts;

/// <summary>How a store is backed up.</summary>
/// <param name="Destination">The folder of backups; it is created if needed.</param>
/// <param name="Retain">
/// The number of complete backups of this store that are kept, with the new one; null to keep all.
/// </param>
/// <param name="Verify">Whether every file of the backup is read again and compared.</param>
public sealed record StoreBackupOptions(string Destination, int? Retain, bool Verify);
