namespace MailAdmin.Contracts;

/// <summary>
/// Values for a domain. Only those whose property name is in <see cref="Given"/> count, so that null can be given to
/// clear one.
/// </summary>
public sealed record DomainProperties
{
    /// <summary>The names of the properties that are given.</summary>
    public required IReadOnlySet<string> Given { get; init; }

    /// <inheritdoc cref="MailDomain.Description"/>
    public string? Description { get; init; }

    /// <inheritdoc cref="MailDomain.Enabled"/>
    public bool Enabled { get; init; }

    /// <inheritdoc cref="MailDomain.MaxAccounts"/>
    public int? MaxAccounts { get; init; }

    /// <inheritdoc cref="MailDomain.MaxTotalSize"/>
    public MailSize? MaxTotalSize { get; init; }

    /// <inheritdoc cref="MailDomain.DefaultQuota"/>
    public MailSize? DefaultQuota { get; init; }

    /// <inheritdoc cref="MailDomain.MaxMessageSize"/>
    public MailSize? MaxMessageSize { get; init; }

    /// <inheritdoc cref="MailDomain.CatchAll"/>
    public EmailAddress? CatchAll { get; init; }

    /// <inheritdoc cref="MailDomain.AliasDomain"/>
    public IReadOnlyList<DomainName> AliasDomain { get; init; } = [];

    /// <inheritdoc cref="MailDomain.PlusAddressing"/>
    public bool PlusAddressing { get; init; }

    /// <inheritdoc cref="MailDomain.SmartHost"/>
    public string? SmartHost { get; init; }

    /// <inheritdoc cref="MailDomain.SmartHostUserName"/>
    public string? SmartHostUserName { get; init; }

    /// <summary>The password for the smart host; given together with the user name, and never written anywhere in clear.</summary>
    public string? SmartHostPassword { get; init; }
}

/// <summary>Values for an account; see <see cref="DomainProperties"/> for <see cref="Given"/>.</summary>
public sealed record AccountProperties
{
    /// <summary>The names of the properties that are given.</summary>
    public required IReadOnlySet<string> Given { get; init; }

    /// <inheritdoc cref="MailAccount.DisplayName"/>
    public string? DisplayName { get; init; }

    /// <inheritdoc cref="MailAccount.Enabled"/>
    public bool Enabled { get; init; }

    /// <summary>The verifier of a password.</summary>
    public ScramCredential? Password { get; init; }

    /// <summary>Its own quota; null: that of the domain, or the store.</summary>
    public MailSize? Quota { get; init; }

    /// <summary>Its own warning percentages; null: those of the store.</summary>
    public IReadOnlyList<int>? QuotaWarning { get; init; }

    /// <inheritdoc cref="MailAccount.Protocol"/>
    public IReadOnlyList<MailProtocol> Protocol { get; init; } = [];

    /// <inheritdoc cref="MailAccount.ForwardTo"/>
    public IReadOnlyList<EmailAddress> ForwardTo { get; init; } = [];

    /// <inheritdoc cref="MailAccount.KeepCopy"/>
    public bool KeepCopy { get; init; }

    /// <inheritdoc cref="MailAccount.SendOnly"/>
    public bool SendOnly { get; init; }

    /// <inheritdoc cref="MailAccount.ReceiveOnly"/>
    public bool ReceiveOnly { get; init; }

    /// <inheritdoc cref="MailAccount.MaxSendPerDay"/>
    public int? MaxSendPerDay { get; init; }

    /// <inheritdoc cref="MailAccount.Pop3LeaveOnServerDays"/>
    public int? Pop3LeaveOnServerDays { get; init; }
}

/// <summary>Values for the settings of a store; see <see cref="DomainProperties"/> for <see cref="Given"/>.</summary>
public sealed record StoreProperties
{
    /// <summary>The names of the properties that are given.</summary>
    public required IReadOnlySet<string> Given { get; init; }

    /// <inheritdoc cref="MailStore.HostName"/>
    public string? HostName { get; init; }

    /// <inheritdoc cref="MailStore.AdminAddress"/>
    public EmailAddress? AdminAddress { get; init; }

    /// <inheritdoc cref="MailStore.MaxMessageSize"/>
    public MailSize? MaxMessageSize { get; init; }

    /// <inheritdoc cref="MailStore.MaxRecipients"/>
    public int? MaxRecipients { get; init; }

    /// <inheritdoc cref="MailStore.DefaultQuota"/>
    public MailSize? DefaultQuota { get; init; }

    /// <inheritdoc cref="MailStore.QuotaWarning"/>
    public IReadOnlyList<int>? QuotaWarning { get; init; }

    /// <inheritdoc cref="MailStore.LogonFailureLimit"/>
    public int? LogonFailureLimit { get; init; }

    /// <inheritdoc cref="MailStore.LogonBlockDuration"/>
    public TimeSpan? LogonBlockDuration { get; init; }

    /// <inheritdoc cref="MailStore.IdleTimeout"/>
    public TimeSpan? IdleTimeout { get; init; }

    /// <inheritdoc cref="MailStore.MaxConnections"/>
    public int? MaxConnections { get; init; }

    /// <inheritdoc cref="MailStore.MaxConnectionsPerAddress"/>
    public int? MaxConnectionsPerAddress { get; init; }

    /// <inheritdoc cref="MailStore.Durability"/>
    public StoreDurability? Durability { get; init; }

    /// <inheritdoc cref="MailStore.SmartHost"/>
    public string? SmartHost { get; init; }

    /// <inheritdoc cref="MailStore.SmartHostUserName"/>
    public string? SmartHostUserName { get; init; }

    /// <summary>The password for the smart host; given together with the user name, and never written anywhere in clear.</summary>
    public string? SmartHostPassword { get; init; }

    /// <inheritdoc cref="MailStore.RelayNetwork"/>
    public IReadOnlyList<string>? RelayNetwork { get; init; }

    /// <inheritdoc cref="MailStore.NameServer"/>
    public IReadOnlyList<string>? NameServer { get; init; }

    /// <inheritdoc cref="MailStore.QueueLifetime"/>
    public TimeSpan? QueueLifetime { get; init; }

    /// <inheritdoc cref="MailStore.DelayWarning"/>
    public TimeSpan? DelayWarning { get; init; }

    /// <inheritdoc cref="MailStore.TraceRetention"/>
    public TimeSpan? TraceRetention { get; init; }
}

/// <summary>Values for a group; see <see cref="DomainProperties"/> for <see cref="Given"/>.</summary>
public sealed record GroupProperties
{
    /// <summary>The names of the properties that are given.</summary>
    public required IReadOnlySet<string> Given { get; init; }

    /// <inheritdoc cref="MailGroup.DisplayName"/>
    public string? DisplayName { get; init; }

    /// <inheritdoc cref="MailGroup.Member"/>
    public IReadOnlyList<EmailAddress> Member { get; init; } = [];

    /// <inheritdoc cref="MailGroup.Owner"/>
    public IReadOnlyList<EmailAddress> Owner { get; init; } = [];

    /// <inheritdoc cref="MailGroup.PostPermission"/>
    public PostPermission PostPermission { get; init; }

    /// <inheritdoc cref="MailGroup.Enabled"/>
    public bool Enabled { get; init; }
}

/// <summary>Which messages of the queue. A null value matches all; texts are patterns with '*' and '?'.</summary>
public sealed record QueueFilter
{
    /// <summary>The number.</summary>
    public long? Id { get; init; }

    /// <summary>The reverse-path; an empty text is the null reverse-path.</summary>
    public string? Sender { get; init; }

    /// <summary>Any recipient.</summary>
    public string? Recipient { get; init; }

    /// <summary>The domain of the recipients.</summary>
    public string? Domain { get; init; }

    /// <summary>The next hop.</summary>
    public string? NextHop { get; init; }

    /// <summary>The status code of the last attempt.</summary>
    public string? StatusCode { get; init; }

    /// <summary>The error of the last attempt; without wildcards any part of it.</summary>
    public string? LastError { get; init; }

    /// <summary>The status.</summary>
    public MailQueueStatus? Status { get; init; }

    /// <summary>At least so many attempts.</summary>
    public int? MinimumAttempts { get; init; }

    /// <summary>At least of this size.</summary>
    public MailSize? MinimumSize { get; init; }

    /// <summary>Queued before this time.</summary>
    public DateTimeOffset? QueuedBefore { get; init; }

    /// <summary>Queued at this time or after.</summary>
    public DateTimeOffset? QueuedAfter { get; init; }

    /// <summary>Given up before this time.</summary>
    public DateTimeOffset? ExpiresBefore { get; init; }

    /// <summary>At most so many; null: all.</summary>
    public int? First { get; init; }
}

/// <summary>Which accounts. Wildcards of <see cref="Address"/> are '*' and '?', compared with the canonical form.</summary>
public sealed record AccountFilter
{
    /// <summary>A pattern; null: all.</summary>
    public string? Address { get; init; }

    /// <summary>Of this domain; null: of all.</summary>
    public DomainName? Domain { get; init; }

    /// <summary>Enabled (true), disabled (false), or both (null).</summary>
    public bool? Enabled { get; init; }

    /// <summary>Only those that are full.</summary>
    public bool OverQuota { get; init; }

    /// <summary>Only those that have not logged on since; also those that never have.</summary>
    public DateTimeOffset? InactiveSince { get; init; }

    /// <summary>At most so many; null: all.</summary>
    public int? First { get; init; }
}

/// <summary>What created or left an account.</summary>
/// <param name="Account">The account as it is now.</param>
/// <param name="Created">False when it existed.</param>
public sealed record AccountOutcome(MailAccount Account, bool Created);

/// <summary>What a client needs to derive the verifier of a password itself.</summary>
public sealed record PasswordParameters(byte[] Salt, int Iterations);

/// <summary>Which listeners to start, and how.</summary>
public sealed record ListenerRequest
{
    /// <summary>The protocols; empty: all.</summary>
    public IReadOnlyList<MailProtocol> Protocol { get; init; } = [];

    /// <summary>Only ports of this mode; null: every standard port of the protocols.</summary>
    public TlsMode? TlsMode { get; init; }

    /// <summary>One port, with one protocol and mode; 0: any free one.</summary>
    public int? Port { get; init; }

    /// <summary>Is added to the standard ports.</summary>
    public int PortOffset { get; init; }

    /// <summary>An IP address, <c>Loopback</c> or <c>Any</c>.</summary>
    public string BindAddress { get; init; } = "Loopback";

    /// <summary>A certificate with its private key as PKCS #12 without a password; null: the store's own.</summary>
    public byte[]? CertificatePfx { get; init; }

    /// <summary>Whether passwords are taken without TLS.</summary>
    public bool AllowPlaintextLogin { get; init; }
}

/// <summary>Which listeners. A null value matches all.</summary>
public sealed record ListenerFilter
{
    /// <summary>The protocol.</summary>
    public MailProtocol? Protocol { get; init; }

    /// <summary>The port.</summary>
    public int? Port { get; init; }

    /// <summary>The refusal of a request for listeners when none matches.</summary>
    public MailException NotFound() => (Protocol, Port) switch
    {
        ({ } protocol, { } port) => MailException.Of(MailError.ListenerNotFound.As("ProtocolAndPort"), protocol, port),
        ({ } protocol, null) => MailException.Of(MailError.ListenerNotFound.As("Protocol"), protocol),
        (null, { } port) => MailException.Of(MailError.ListenerNotFound.As("Port"), port),
        (null, null) => MailException.Of(MailError.ListenerNotFound),
    };
}
