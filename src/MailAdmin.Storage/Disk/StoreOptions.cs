namespace MailAdmin.Storage.Disk;

/// <summary>Sizes and limits of a store that tests and measurements change.</summary>
internal sealed record StoreOptions
{
    /// <summary>A segment that has reached this size is sealed.</summary>
    public long SegmentSize { get; init; } = 256L << 20;

    /// <summary>A message beyond this size is a file of its own.</summary>
    public int InlineBodySize { get; init; } = 1 << 20;

    /// <summary>Octets of changes that may wait for the committer; callers beyond wait for their turn.</summary>
    public long WaitingSize { get; init; } = 64L << 20;

    /// <summary>A batch that has reached this size is written.</summary>
    public int BatchSize { get; init; } = 8 << 20;

    /// <summary>Limits on mailboxes and names.</summary>
    public ServerLimits Limits { get; init; } = new();

    /// <summary>Whether directory.db is kept. Without it every opening reads the directory from the log.</summary>
    public bool KeepDirectoryFile { get; init; } = true;

    /// <summary>
    /// Is called before octets are written to or synced in a file of the log or the trace, and may throw in place of the
    /// disk.
    /// </summary>
    public Action<DiskStep, string, long>? BeforeDiskStep { get; init; }
}

/// <summary>What is about to be done to a file.</summary>
internal enum DiskStep
{
    /// <summary>Octets are written; the number says up to which length of the file.</summary>
    Write,

    /// <summary>The file is synced.</summary>
    Sync,

    /// <summary>The file is made, or opened again after a failure.</summary>
    Open,
}
