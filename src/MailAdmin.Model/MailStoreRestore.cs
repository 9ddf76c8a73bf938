namespace MailAdmin;

/// <summary>What was restored from a backup.</summary>
public sealed record MailStoreRestore
{
    /// <summary>The store that it is in now.</summary>
    public required string StorePath { get; init; }

    /// <summary>The backup that it comes from.</summary>
    public required string Path { get; init; }

    /// <summary>When that backup began.</summary>
    public required DateTime Created { get; init; }

    /// <summary>The account in the backup; null: the whole store.</summary>
    public string? Account { get; init; }

    /// <summary>The account that its mail is in now; null: the whole store.</summary>
    public string? RestoredAs { get; init; }

    /// <summary>The number of messages.</summary>
    public required long Messages { get; init; }

    /// <summary>The size of what was restored.</summary>
    public required MailSize Size { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The folder that the store which was there before is in now; null: none was there.</summary>
    public string? FormerStorePath { get; init; }
}
