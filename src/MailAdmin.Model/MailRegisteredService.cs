namespace MailAdmin;

/// <summary>Whether a service runs.</summary>
public enum MailServiceState
{
    /// <summary>The platform does not say; on Windows, or when its manager of services does not run.</summary>
    Unknown,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It starts, or waits to be started again after a failure.</summary>
    Starting,

    /// <summary>It has been asked to stop.</summary>
    Stopping,

    /// <summary>It does not run: it was stopped, or has ended by itself without a failure.</summary>
    Stopped,

    /// <summary>It failed, and is not started again.</summary>
    Failed,
}

/// <summary>A service of the platform that runs listeners, and that Register-MailService wrote.</summary>
public sealed record MailRegisteredService
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it runs.</summary>
    public MailServiceState State { get; init; }

    /// <summary>The process; null when it does not run, or the platform does not say.</summary>
    public int? ProcessId { get; init; }

    /// <summary>The user that it runs as.</summary>
    public required string User { get; init; }

    /// <summary>The folder of the store.</summary>
    public required string StorePath { get; init; }

    /// <summary>The file that defines it: a unit, a property list or a task.</summary>
    public required string Path { get; init; }

    /// <summary>Its command line; words with spaces are in double quotes.</summary>
    public required string Command { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
