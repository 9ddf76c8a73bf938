namespace MailAdmin;

/// <summary>A part of the maintenance of a store.</summary>
public enum MaintenanceStep
{
    /// <summary>Warns accounts that are nearly full, once for each percentage.</summary>
    QuotaWarning,

    /// <summary>Makes a backup in -BackupDestination, and deletes the oldest ones beyond -Retain.</summary>
    Backup,

    /// <summary>Looks for messages that have been waiting to be sent for long.</summary>
    Queue,

    /// <summary>Looks for certificates of listeners that expire soon.</summary>
    Certificate,

    /// <summary>Reads the whole store and checks it, as Test-MailStore does.</summary>
    Check,
}

/// <summary>How a step of the maintenance ended.</summary>
public enum MaintenanceStatus
{
    /// <summary>Nothing is left to do.</summary>
    Ok,

    /// <summary>It was done, and found something that an administrator should see to.</summary>
    Warning,

    /// <summary>It could not be done.</summary>
    Failed,

    /// <summary>It would have changed something, and -WhatIf was given, or the question was answered with no.</summary>
    Skipped,
}

/// <summary>What a step of the maintenance did.</summary>
public sealed record MailMaintenanceResult
{
    /// <summary>The step.</summary>
    public required MaintenanceStep Step { get; init; }

    /// <summary>How it ended.</summary>
    public required MaintenanceStatus Status { get; init; }

    /// <summary>The number of things that were changed: messages sent or removed.</summary>
    public int Changed { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>What was done or found, in the language of the user.</summary>
    public string Message { get; init; } = "";
}
