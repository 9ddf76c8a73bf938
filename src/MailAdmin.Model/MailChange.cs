namespace MailAdmin;

/// <summary>What a change did to an object.</summary>
public enum ChangeAction
{
    /// <summary>The object was created.</summary>
    Created,

    /// <summary>The object was changed.</summary>
    Changed,

    /// <summary>The object was removed.</summary>
    Removed,
}

/// <summary>
/// One change of the settings, a domain, an account, an alias or a group: who made it, and what it changed.
/// </summary>
public sealed record MailChange
{
    /// <summary>The number of the command's record in the log, by which its changes are undone together.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it was made.</summary>
    public DateTime When { get; init; }

    /// <summary>The user of the operating system who made it.</summary>
    public string Who { get; init; } = "";

    /// <summary>The command that made it.</summary>
    public string Command { get; init; } = "";

    /// <summary>The process that made it.</summary>
    public int ProcessId { get; init; }

    /// <summary>The kind of object: Settings, Domain, Account, Alias, Group.</summary>
    public string Kind { get; init; } = "";

    /// <summary>What it did.</summary>
    public ChangeAction Action { get; init; }

    /// <summary>The address or name of the object.</summary>
    public string Target { get; init; } = "";

    /// <summary>The properties that differ, as they were; a secret is never shown.</summary>
    public IReadOnlyDictionary<string, string> Before
    {
        get;
        init => field = ChangedValues.Of(value);
    } = ChangedValues.Empty;

    /// <summary>The properties that differ, as they became; a secret is never shown.</summary>
    public IReadOnlyDictionary<string, string> After
    {
        get;
        init => field = ChangedValues.Of(value);
    } = ChangedValues.Empty;
}
