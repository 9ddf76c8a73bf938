namespace MailAdmin.Contracts;

/// <summary>Which entries of the server log are read.</summary>
public sealed record ServerLogFilter
{
    /// <summary>Entries at or after a time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Entries of this level or above.</summary>
    public MailLogLevel Level { get; init; }

    /// <summary>
    /// A pattern ('*', '?') for the message or the exception; without wildcards, a part of it. Null for all.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>How many of the newest at most.</summary>
    public int? First { get; init; }

    /// <summary>How many of the oldest at most.</summary>
    public int? Last { get; init; }
}
