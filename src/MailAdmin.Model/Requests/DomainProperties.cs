namespace MailAdmin.Requests;

/// <summary>Values for a domain.</summary>
public sealed record DomainProperties : IGivenValues
{
    /// <inheritdoc/>
    public required IReadOnlySet<string> Given { get; init; }

    /// <inheritdoc cref="MailDomain.Description"/>
    [ShortText]
    public string? Description { get; init; }

    /// <inheritdoc cref="MailDomain.Enabled"/>
    public bool Enabled { get; init; }

    /// <inheritdoc cref="MailDomain.MaxAccounts"/>
    [AtLeast(0)]
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

    /// <summary>
    /// The password for the smart host; given together with the user name, and never written anywhere in clear.
    /// </summary>
    public string? SmartHostPassword { get; init; }
}
