namespace MailAdmin;

/// <summary>A backup of a store.</summary>
public sealed record MailStoreBackup
{
    /// <summary>The folder of the backup.</summary>
    public required string Path { get; init; }

    /// <summary>The store.</summary>
    public required string StorePath { get; init; }

    /// <summary>The number of the backup in its destination.</summary>
    public required int Number { get; init; }

    /// <summary>When it began.</summary>
    public required DateTime Created { get; init; }

    /// <summary>The size of all files, which is what the backup takes where files cannot be linked.</summary>
    public required MailSize Size { get; init; }

    /// <summary>The size of what was copied; the rest is shared with the backup before.</summary>
    public required MailSize NewSize { get; init; }

    /// <summary>The messages in all mailboxes.</summary>
    public required long Messages { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Whether every file was read again and is what was written.</summary>
    public required bool Verified { get; init; }

    /// <summary>
    /// The files of the backup before that are damaged. The new backup has them from the store and is complete.
    /// </summary>
    public IReadOnlyList<string> Damaged
    {
        get;
        init => field = SemicolonList.Of(value);
    } = SemicolonList.Empty<string>();

    /// <summary>The older backups that were removed, because no more are retained.</summary>
    public IReadOnlyList<string> Removed
    {
        get;
        init => field = SemicolonList.Of(value);
    } = SemicolonList.Empty<string>();
}
