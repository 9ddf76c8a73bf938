namespace MailAdmin;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Good to know.</summary>
    Information,

    /// <summary>Nothing is lost, but it should be put right.</summary>
    Warning,

    /// <summary>Something cannot be read.</summary>
    Error,
}

/// <summary>One thing that Test-MailStore found, or Repair-MailStore put right.</summary>
public sealed record MailStoreFinding
{
    /// <summary>What it is; stable across versions: TornTail, DamagedRecord, DirectoryRebuilt, HintMissing, HintDamaged, LargeFileMissing, LargeFileOrphaned, QueueItemUnreadable, DirectoryBehind.</summary>
    public required string Code { get; init; }

    /// <summary>How much it matters.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>The file, and the offset in it; of QueueItemUnreadable the number of the message in the queue.</summary>
    public required string Target { get; init; }

    /// <summary>For people.</summary>
    public required string Message { get; init; }

    /// <summary>Whether Repair-MailStore can put it right.</summary>
    public bool Repairable { get; init; }

    /// <summary>Whether it has been put right.</summary>
    public bool Repaired { get; init; }
}
