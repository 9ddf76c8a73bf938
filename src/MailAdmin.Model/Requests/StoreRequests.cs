using MailAdmin.Contracts;

namespace MailAdmin.Requests;

/// <summary>The store and its settings.</summary>
public sealed record GetStore : IQuery<MailStore>;

/// <summary>Changes settings. InvalidArgument.</summary>
public sealed record SetStore(StoreProperties Properties) : DirectoryChange<MailStore>;

/// <summary>Reads the whole store and checks it.</summary>
public sealed record CheckStore : IQuery<IReadOnlyList<MailStoreFinding>>;

/// <summary>Repairs findings; null: whatever is found.</summary>
public sealed record RepairStore(IReadOnlyList<MailStoreFinding>? Findings) : IRequest<IReadOnlyList<MailStoreFinding>>;

/// <summary>
/// Backs up the store. InvalidArgument, BackupRunning, BackupDamaged, StoreReadOnly, StoreAccessDenied, DiskFull.
/// </summary>
public sealed record BackupStore(StoreBackupOptions Options) : DirectoryChange<MailStoreBackup>;
