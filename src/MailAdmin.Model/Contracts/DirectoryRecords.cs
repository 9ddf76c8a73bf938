namespace MailAdmin.Contracts;

/// <summary>A domain as it is stored. The meaning of each value is that of <see cref="MailDomain"/>.</summary>
public sealed record DomainRecord
{
    /// <inheritdoc cref="MailDomain.Name"/>
    public required DomainName Name { get; init; }

    /// <inheritdoc cref="MailDomain.Enabled"/>
    public bool Enabled { get; init; } = true;

    /// <inheritdoc cref="MailDomain.Description"/>
    public string? Description { get; init; }

    /// <inheritdoc cref="MailDomain.MaxAccounts"/>
    public int? MaxAccounts { get; init; }

    /// <inheritdoc cref="MailDomain.MaxTotalSize"/>
    public MailSize MaxTotalSize { get; init; } = MailSize.Unlimited;

    /// <inheritdoc cref="MailDomain.DefaultQuota"/>
    public MailSize? DefaultQuota { get; init; }

    /// <inheritdoc cref="MailDomain.MaxMessageSize"/>
    public MailSize? MaxMessageSize { get; init; }

    /// <inheritdoc cref="MailDomain.CatchAll"/>
    public EmailAddress? CatchAll { get; init; }

    /// <inheritdoc cref="MailDomain.AliasDomain"/>
    public IReadOnlyList<DomainName> AliasDomain { get; init; } = [];

    /// <inheritdoc cref="MailDomain.PlusAddressing"/>
    public bool PlusAddressing { get; init; } = true;

    /// <inheritdoc cref="MailDomain.SmartHost"/>
    public string? SmartHost { get; init; }

    /// <inheritdoc cref="MailDomain.SmartHostUserName"/>
    public string? SmartHostUserName { get; init; }

    /// <summary>The password for the smart host, sealed with a key of the store; null: none.</summary>
    public byte[]? SmartHostSecret { get; init; }

    /// <inheritdoc cref="MailDomain.Created"/>
    public DateTimeOffset Created { get; init; }
}

/// <summary>An account as it is stored. The meaning of each value is that of <see cref="MailAccount"/>.</summary>
public sealed record AccountRecord
{
    /// <summary>The number; given by the store when the account is created.</summary>
    public AccountId Id { get; init; }

    /// <inheritdoc cref="MailAccount.Address"/>
    public required EmailAddress Address { get; init; }

    /// <inheritdoc cref="MailAccount.DisplayName"/>
    public string? DisplayName { get; init; }

    /// <inheritdoc cref="MailAccount.Description"/>
    public string? Description { get; init; }

    /// <inheritdoc cref="MailAccount.Enabled"/>
    public bool Enabled { get; init; } = true;

    /// <inheritdoc cref="MailAccount.Protocol"/>
    public IReadOnlyList<MailProtocol> Protocol { get; init; } =
        [MailProtocol.Smtp, MailProtocol.Pop3, MailProtocol.Imap];

    /// <summary>Its own quota; null: that of the domain, or the store.</summary>
    public MailSize? Quota { get; init; }

    /// <summary>Its own warning percentages; null: those of the store.</summary>
    public IReadOnlyList<int>? QuotaWarning { get; init; }

    /// <summary>The percentage that its user was last warned of; 0 while its use is below all of them.</summary>
    public int QuotaWarned { get; init; }

    /// <inheritdoc cref="MailAccount.ForwardTo"/>
    public IReadOnlyList<EmailAddress> ForwardTo { get; init; } = [];

    /// <inheritdoc cref="MailAccount.KeepCopy"/>
    public bool KeepCopy { get; init; } = true;

    /// <inheritdoc cref="MailAccount.SendOnly"/>
    public bool SendOnly { get; init; }

    /// <inheritdoc cref="MailAccount.ReceiveOnly"/>
    public bool ReceiveOnly { get; init; }

    /// <inheritdoc cref="MailAccount.MaxSendPerDay"/>
    public int? MaxSendPerDay { get; init; }

    /// <inheritdoc cref="MailAccount.Pop3LeaveOnServerDays"/>
    public int? Pop3LeaveOnServerDays { get; init; }

    /// <summary>The verifier of its own password; null: only app passwords log on.</summary>
    public ScramCredential? Password { get; init; }

    /// <summary>
    /// Its app passwords, in the order in which they were made. One salt for all: one derivation checks them.
    /// </summary>
    public IReadOnlyList<AppPasswordRecord> AppPassword { get; init; } = [];

    /// <inheritdoc cref="MailAccount.PasswordLastSet"/>
    public DateTimeOffset? PasswordLastSet { get; init; }

    /// <inheritdoc cref="MailAccount.Created"/>
    public DateTimeOffset Created { get; init; }

    /// <summary>The verifiers of the app passwords that count for a protocol at a time.</summary>
    public IReadOnlyList<ScramCredential> AppVerifiers(MailProtocol protocol, DateTimeOffset now) =>
    [
        .. AppPassword
            .Where(app => app.Protocol.Contains(protocol) && !(app.Expires <= now))
            .Select(app => app.Verifier),
    ];
}

/// <summary>
/// An app password as it is stored. The meaning of each value is that of <see cref="MailAppPassword"/>.
/// </summary>
public sealed record AppPasswordRecord
{
    /// <inheritdoc cref="MailAppPassword.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="MailAppPassword.Protocol"/>
    public required IReadOnlyList<MailProtocol> Protocol { get; init; }

    /// <inheritdoc cref="MailAppPassword.Created"/>
    public DateTimeOffset Created { get; init; }

    /// <inheritdoc cref="MailAppPassword.Expires"/>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The verifier of the secret, without blanks.</summary>
    public required ScramCredential Verifier { get; init; }

    /// <summary>Its name: what the journal of changes shows of it.</summary>
    public override string ToString() => Name;
}

/// <summary>An alias as it is stored.</summary>
public sealed record AliasRecord
{
    /// <inheritdoc cref="MailAlias.Address"/>
    public required EmailAddress Address { get; init; }

    /// <inheritdoc cref="MailAlias.Target"/>
    public IReadOnlyList<EmailAddress> Target { get; init; } = [];

    /// <inheritdoc cref="MailAlias.Enabled"/>
    public bool Enabled { get; init; } = true;

    /// <inheritdoc cref="MailAlias.Created"/>
    public DateTimeOffset Created { get; init; }
}

/// <summary>A group as it is stored. The meaning of each value is that of <see cref="MailGroup"/>.</summary>
public sealed record GroupRecord
{
    /// <inheritdoc cref="MailGroup.Address"/>
    public required EmailAddress Address { get; init; }

    /// <inheritdoc cref="MailGroup.DisplayName"/>
    public string? DisplayName { get; init; }

    /// <inheritdoc cref="MailGroup.Member"/>
    public IReadOnlyList<EmailAddress> Member { get; init; } = [];

    /// <inheritdoc cref="MailGroup.Owner"/>
    public IReadOnlyList<EmailAddress> Owner { get; init; } = [];

    /// <inheritdoc cref="MailGroup.PostPermission"/>
    public PostPermission PostPermission { get; init; }

    /// <inheritdoc cref="MailGroup.Enabled"/>
    public bool Enabled { get; init; } = true;

    /// <inheritdoc cref="MailGroup.Created"/>
    public DateTimeOffset Created { get; init; }
}

/// <summary>The settings of a store. The meaning of each value is that of <see cref="MailStore"/>.</summary>
public sealed record StoreSettings
{
    private static readonly ServerLimits Defaults = new();

    /// <inheritdoc cref="MailStore.HostName"/>
    public required string HostName { get; init; }

    /// <inheritdoc cref="MailStore.Created"/>
    public DateTimeOffset Created { get; init; }

    /// <inheritdoc cref="MailStore.LastBackup"/>
    public DateTimeOffset? LastBackup { get; init; }

    /// <inheritdoc cref="MailStore.AdminAddress"/>
    public EmailAddress? AdminAddress { get; init; }

    /// <inheritdoc cref="MailStore.MaxMessageSize"/>
    public MailSize MaxMessageSize { get; init; } = new ServerLimits().MessageSize;

    /// <inheritdoc cref="MailStore.MaxRecipients"/>
    public int MaxRecipients { get; init; } = new ServerLimits().Recipients;

    /// <inheritdoc cref="MailStore.MaxMessagesPerMailbox"/>
    public int MaxMessagesPerMailbox
    {
        // The settings of earlier versions do not have it.
        get => field > 0 ? field : Defaults.MessagesPerMailbox;
        init;
    }

    /// <inheritdoc cref="MailStore.MaxMessagesPerAccount"/>
    public int MaxMessagesPerAccount
    {
        get => field > 0 ? field : Defaults.MessagesPerAccount;
        init;
    }

    /// <inheritdoc cref="MailStore.DefaultQuota"/>
    public MailSize DefaultQuota { get; init; } = MailSize.Unlimited;

    /// <inheritdoc cref="MailStore.QuotaWarning"/>
    public IReadOnlyList<int> QuotaWarning { get; init; } = [80, 95];

    /// <inheritdoc cref="MailStore.SmartHost"/>
    public string? SmartHost { get; init; }

    /// <inheritdoc cref="MailStore.SmartHostUserName"/>
    public string? SmartHostUserName { get; init; }

    /// <summary>The password for the smart host, sealed with a key of the store; null: none.</summary>
    public byte[]? SmartHostSecret { get; init; }

    /// <inheritdoc cref="MailStore.NameServer"/>
    public IReadOnlyList<string> NameServer { get; init; } = [];

    /// <inheritdoc cref="MailStore.QueueLifetime"/>
    public TimeSpan QueueLifetime { get; init; } = TimeSpan.FromDays(5);

    /// <inheritdoc cref="MailStore.DelayWarning"/>
    public TimeSpan DelayWarning { get; init; } = TimeSpan.FromHours(4);

    /// <inheritdoc cref="MailStore.RelayNetwork"/>
    public IReadOnlyList<string> RelayNetwork { get; init; } = [];

    /// <inheritdoc cref="MailStore.SpoofedSender"/>
    public MailSpoofedSender SpoofedSender { get; init; }

    /// <inheritdoc cref="MailStore.LogonFailureLimit"/>
    public int LogonFailureLimit { get; init; } = 10;

    /// <inheritdoc cref="MailStore.LogonBlockDuration"/>
    public TimeSpan LogonBlockDuration { get; init; } = TimeSpan.FromMinutes(5);

    /// <inheritdoc cref="MailStore.IdleTimeout"/>
    public TimeSpan IdleTimeout { get; init; } = new ServerLimits().ImapTimeout;

    /// <inheritdoc cref="MailStore.MaxConnections"/>
    public int MaxConnections { get; init; } = new ServerLimits().Connections;

    /// <inheritdoc cref="MailStore.MaxConnectionsPerAddress"/>
    public int MaxConnectionsPerAddress { get; init; } = new ServerLimits().ConnectionsPerAddress;

    /// <inheritdoc cref="MailStore.OfferChannelBinding"/>
    public bool OfferChannelBinding { get; init; }

    /// <inheritdoc cref="MailStore.TraceRetention"/>
    public TimeSpan TraceRetention { get; init; } = TimeSpan.FromDays(30);

    /// <inheritdoc cref="MailStore.Durability"/>
    public StoreDurability Durability { get; init; } = StoreDurability.Full;
}

/// <summary>A time at which an account logged on, and from where.</summary>
public sealed record LogonRecord(AccountId Account, DateTimeOffset When, MailProtocol Protocol, string RemoteAddress)
{
    /// <summary>How many are kept of each account.</summary>
    public const int MaxKept = 20;
}
