namespace MailAdmin;

/// <summary>A store: its settings, and what it holds at the time of asking.</summary>
public sealed record MailStore
{
    /// <summary>The folder.</summary>
    public required string Path { get; init; }

    /// <summary>The name in greetings, Received fields and the certificate that is made when none is given.</summary>
    public required string HostName { get; init; }

    /// <summary>The number of the layout on disk.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>The bytes that the folder takes on disk.</summary>
    public MailSize Size { get; init; }

    /// <summary>How many domains there are.</summary>
    public int DomainCount { get; init; }

    /// <summary>How many accounts there are.</summary>
    public int AccountCount { get; init; }

    /// <summary>How many messages there are in all mailboxes.</summary>
    public long MessageCount { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>When it was last backed up; null: never.</summary>
    public DateTimeOffset? LastBackup { get; init; }

    /// <summary>The process that owns the store now.</summary>
    public int OwnerProcessId { get; init; }

    /// <summary>Receives the mail of postmaster and abuse of every domain. RFC 2142 §5</summary>
    public EmailAddress? AdminAddress { get; init; }

    /// <summary>The largest message that is taken.</summary>
    public MailSize MaxMessageSize { get; init; }

    /// <summary>The most recipients of one message.</summary>
    public int MaxRecipients { get; init; }

    /// <summary>The quota of accounts that have none of their own, in domains that have none.</summary>
    public MailSize DefaultQuota { get; init; }

    /// <summary>The percentages of a quota at which an account counts as in warning, ascending.</summary>
    public IReadOnlyList<int> QuotaWarning { get; init; } = [];

    /// <summary>
    /// Where mail for other domains goes, as host or host:port (465: TLS from the first octet); null: by MX.
    /// </summary>
    public string? SmartHost { get; init; }

    /// <summary>The user name for the smart host; null: no logon. The password is never shown.</summary>
    public string? SmartHostUserName { get; init; }

    /// <summary>The DNS servers to ask, as address or address:port; empty: those of the system.</summary>
    public IReadOnlyList<string> NameServer { get; init; } = [];

    /// <summary>
    /// How long sending is tried before a message is returned. RFC 5321 §4.5.4.1 asks for four days at least.
    /// </summary>
    public TimeSpan QueueLifetime { get; init; }

    /// <summary>After what time a sender is told that a message still waits; zero: never.</summary>
    public TimeSpan DelayWarning { get; init; }

    /// <summary>Networks (CIDR) that may relay without authentication.</summary>
    public IReadOnlyList<string> RelayNetwork { get; init; } = [];

    /// <summary>Wrong passwords from one address before it is blocked; 0: never.</summary>
    public int LogonFailureLimit { get; init; }

    /// <summary>How long an address stays blocked.</summary>
    public TimeSpan LogonBlockDuration { get; init; }

    /// <summary>How long a connection that is logged on may say nothing.</summary>
    public TimeSpan IdleTimeout { get; init; }

    /// <summary>The most connections at once, of all protocols.</summary>
    public int MaxConnections { get; init; }

    /// <summary>The most connections at once from one address; a /64 of IPv6 counts as one.</summary>
    public int MaxConnectionsPerAddress { get; init; }

    /// <summary>How long the events of messages are kept.</summary>
    public TimeSpan TraceRetention { get; init; }

    /// <summary>When a change counts as stored.</summary>
    public StoreDurability Durability { get; init; }
}
