namespace MailAdmin;

/// <summary>A store: its settings, and what it contains now.</summary>
public sealed record MailStore
{
    /// <summary>The folder.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// The host name in greetings, Received fields and the certificate that is created when none is given.
    /// </summary>
    public required string HostName { get; init; }

    /// <summary>The number of the layout on disk.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>The size of the folder on disk.</summary>
    public MailSize Size { get; init; }

    /// <summary>The number of domains.</summary>
    public int DomainCount { get; init; }

    /// <summary>The number of accounts.</summary>
    public int AccountCount { get; init; }

    /// <summary>The number of messages in all mailboxes.</summary>
    public long MessageCount { get; init; }

    /// <summary>When it was created.</summary>
    public DateTime Created { get; init; }

    /// <summary>When it was last backed up; null if never.</summary>
    public DateTime? LastBackup { get; init; }

    /// <summary>The process that owns the store now.</summary>
    public int OwnerProcessId { get; init; }

    /// <summary>
    /// What was found when that process opened the store, and matters: damage, and what was repaired.
    /// </summary>
    public IReadOnlyList<MailStoreFinding> Finding
    {
        get;
        init => field = SemicolonList.Of(value);
    } = SemicolonList.Empty<MailStoreFinding>();

    /// <summary>Receives the mail of postmaster and abuse of every domain. RFC 2142 §5</summary>
    public string? AdminAddress { get; init; }

    /// <summary>The maximum size of a message.</summary>
    public MailSize MaxMessageSize { get; init; }

    /// <summary>The maximum number of recipients of a message.</summary>
    public int MaxRecipients { get; init; }

    /// <summary>The maximum number of messages of a mailbox. A copy counts as a message.</summary>
    public int MaxMessagesPerMailbox { get; init; }

    /// <summary>The maximum number of messages of an account. A copy counts as a message.</summary>
    public int MaxMessagesPerAccount { get; init; }

    /// <summary>The quota of accounts without one of their own, in domains without one.</summary>
    public MailSize DefaultQuota { get; init; }

    /// <summary>The percentages of a quota at which a warning is given, in ascending order.</summary>
    public IReadOnlyList<int> QuotaWarning
    {
        get;
        init => field = SemicolonList.Of(value);
    } = SemicolonList.Empty<int>();

    /// <summary>
    /// The server that relays mail for other domains, as host or host:port (465 uses TLS from the first byte); null to
    /// use the MX records.
    /// </summary>
    public string? SmartHost { get; init; }

    /// <summary>The user name for the smart host; null for no logon. The password is never shown.</summary>
    public string? SmartHostUserName { get; init; }

    /// <summary>The name servers, as address or address:port; empty to use those of the system.</summary>
    public IReadOnlyList<string> NameServer
    {
        get;
        init => field = SemicolonList.Of(value);
    } = SemicolonList.Empty<string>();

    /// <summary>
    /// How long a message is retried before it is returned to the sender. RFC 5321 §4.5.4.1 asks for at least four
    /// days.
    /// </summary>
    public TimeSpan QueueLifetime { get; init; }

    /// <summary>The time after which the sender of a waiting message is notified; zero for never.</summary>
    public TimeSpan DelayWarning { get; init; }

    /// <summary>The networks (CIDR) that may relay without authentication.</summary>
    public IReadOnlyList<string> RelayNetwork
    {
        get;
        init => field = SemicolonList.Of(value);
    } = SemicolonList.Empty<string>();

    /// <summary>
    /// What is done with mail from outside that claims a sender of this store without a logon. Default: Mark.
    /// </summary>
    public MailSpoofedSender SpoofedSender { get; init; }

    /// <summary>The number of wrong passwords from one IP address before it is blocked; 0 for never.</summary>
    public int LogonFailureLimit { get; init; }

    /// <summary>How long an IP address stays blocked.</summary>
    public TimeSpan LogonBlockDuration { get; init; }

    /// <summary>How long a connection that is logged on may be idle.</summary>
    public TimeSpan IdleTimeout { get; init; }

    /// <summary>The maximum number of simultaneous connections, of all protocols together.</summary>
    public int MaxConnections { get; init; }

    /// <summary>
    /// The maximum number of simultaneous connections from one IP address; a /64 network of IPv6 counts as one address.
    /// </summary>
    public int MaxConnectionsPerAddress { get; init; }

    /// <summary>
    /// Whether submission over TLS offers SCRAM-SHA-256-PLUS, which defeats a man in the middle. Off unless it is set:
    /// clients that bind to TLS 1.3 only by tls-exporter (RFC 9266), as mutt and NeoMutt with GNU SASL 2.2 do, choose
    /// it, fail, and send nothing.
    /// </summary>
    public bool OfferChannelBinding { get; init; }

    /// <summary>How long the trace of messages is kept.</summary>
    public TimeSpan TraceRetention { get; init; }

    /// <summary>When a change counts as stored.</summary>
    public StoreDurability Durability { get; init; }
}
