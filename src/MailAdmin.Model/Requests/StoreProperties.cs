namespace MailAdmin.Requests;

/// <summary>Values for the settings of a store.</summary>
public sealed record StoreProperties : IGivenValues
{
    /// <inheritdoc/>
    public required IReadOnlySet<string> Given { get; init; }

    /// <inheritdoc cref="MailStore.HostName"/>
    public string? HostName { get; init; }

    /// <inheritdoc cref="MailStore.AdminAddress"/>
    public EmailAddress? AdminAddress { get; init; }

    /// <inheritdoc cref="MailStore.MaxMessageSize"/>
    public MailSize? MaxMessageSize { get; init; }

    /// <inheritdoc cref="MailStore.MaxRecipients"/>
    [AtLeast(1)]
    public int? MaxRecipients { get; init; }

    /// <inheritdoc cref="MailStore.MaxMessagesPerMailbox"/>
    [AtLeast(1)]
    public int? MaxMessagesPerMailbox { get; init; }

    /// <inheritdoc cref="MailStore.MaxMessagesPerAccount"/>
    [AtLeast(1)]
    public int? MaxMessagesPerAccount { get; init; }

    /// <inheritdoc cref="MailStore.DefaultQuota"/>
    public MailSize? DefaultQuota { get; init; }

    /// <inheritdoc cref="MailStore.QuotaWarning"/>
    public IReadOnlyList<int>? QuotaWarning { get; init; }

    /// <inheritdoc cref="MailStore.LogonFailureLimit"/>
    [AtLeast(0)]
    public int? LogonFailureLimit { get; init; }

    /// <inheritdoc cref="MailStore.LogonBlockDuration"/>
    public TimeSpan? LogonBlockDuration { get; init; }

    /// <inheritdoc cref="MailStore.IdleTimeout"/>
    public TimeSpan? IdleTimeout { get; init; }

    /// <inheritdoc cref="MailStore.MaxConnections"/>
    [AtLeast(1)]
    public int? MaxConnections { get; init; }

    /// <inheritdoc cref="MailStore.MaxConnectionsPerAddress"/>
    [AtLeast(1)]
    public int? MaxConnectionsPerAddress { get; init; }

    /// <inheritdoc cref="MailStore.OfferChannelBinding"/>
    public bool? OfferChannelBinding { get; init; }

    /// <inheritdoc cref="MailStore.Durability"/>
    public StoreDurability? Durability { get; init; }

    /// <inheritdoc cref="MailStore.SmartHost"/>
    public string? SmartHost { get; init; }

    /// <inheritdoc cref="MailStore.SmartHostUserName"/>
    public string? SmartHostUserName { get; init; }

    /// <summary>
    /// The password for the smart host; given together with the user name, and never written anywhere in clear.
    /// </summary>
    public string? SmartHostPassword { get; init; }

    /// <inheritdoc cref="MailStore.SpoofedSender"/>
    public MailSpoofedSender? SpoofedSender { get; init; }

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
