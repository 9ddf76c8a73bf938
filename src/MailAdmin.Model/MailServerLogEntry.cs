namespace MailAdmin;

/// <summary>How important an entry of the server log is; in ascending order.</summary>
public enum MailLogLevel
{
    /// <summary>What the server did.</summary>
    Information,

    /// <summary>Something unexpected that the server has dealt with, or an attack that it has repelled.</summary>
    Warning,

    /// <summary>Something failed; the server goes on.</summary>
    Error,

    /// <summary>The server, or a part of it, has stopped working.</summary>
    Critical,
}

/// <summary>
/// An entry of the server log. Control characters in it are escaped, since parts of it come from the network.
/// </summary>
public sealed record MailServerLogEntry
{
    /// <summary>When it was logged, in UTC while it is recorded, and in local time in what cmdlets write.</summary>
    public DateTime Time { get; init; }

    /// <summary>How important it is.</summary>
    public MailLogLevel Level { get; init; }

    /// <summary>The part of the server that logged it.</summary>
    public string Category { get; init; } = "";

    /// <summary>The number of the kind of event; the same for every entry of a kind.</summary>
    public int EventId { get; init; }

    /// <summary>What happened, in English.</summary>
    public string Message { get; init; } = "";

    /// <summary>The exception that caused it; from Warning on with its stack. Null when there was none.</summary>
    public string? Exception { get; init; }

    /// <summary>The process that logged it.</summary>
    public int ProcessId { get; init; }
}
