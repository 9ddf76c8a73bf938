namespace MailAdmin.Storage.Disk;

/// <summary>The sizes and limits of a store. Only tests and measurements change them.</summary>
internal sealed record StoreOptions
{
    /// <summary>A segment that has reached this size is sealed.</summary>
    public long SegmentSize { get; init; } = 256L << 20;

    /// <summary>
    /// No segment grows beyond this size, even when the next one cannot be created. Earlier versions keep offsets in 32
    /// bits.
    /// </summary>
    public long MaxSegmentSize { get; init; } = uint.MaxValue;

    /// <summary>A message beyond this size is a file of its own.</summary>
    public int InlineBodySize { get; init; } = 1 << 20;

    /// <summary>The size of changes that may wait for the committer; further callers wait for room.</summary>
    public long WaitingSize { get; init; } = 64L << 20;

    /// <summary>A batch that has reached this size is committed.</summary>
    public int BatchSize { get; init; } = 8 << 20;

    /// <summary>The limits on mailboxes and names.</summary>
    public ServerLimits Limits { get; init; } = new();

    /// <summary>Whether directory.db is kept. Without it every opening reads the directory from the log.</summary>
    public bool KeepDirectoryFile { get; init; } = true;

    /// <summary>Whether the file system has locks; without them only a lease excludes a second owner.</summary>
    public bool HasFileLocks { get; init; } = true;

    /// <summary>
    /// Is called before a file of the log, of large messages or of the trace changes or is synced, and may throw as the
    /// disk would.
    /// </summary>
    public Action<DiskStep, string, long>? BeforeDiskStep { get; init; }
}

/// <summary>What is about to happen to a file.</summary>
internal enum DiskStep
{
    /// <summary>Bytes are written; the number is the length of the file after that.</summary>
    Write,

    /// <summary>The file is synced.</summary>
    Sync,

    /// <summary>The file is created, or opened again after a failure.</summary>
    Open,

    /// <summary>The file is cut; the number is its length after that.</summary>
    Cut,

    /// <summary>The file is removed.</summary>
    Remove,

    /// <summary>The names in a folder are synced.</summary>
    SyncFolder,
}
