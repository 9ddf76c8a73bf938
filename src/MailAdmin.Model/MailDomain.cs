namespace MailAdmin;

/// <summary>A domain whose mail this server takes.</summary>
public sealed record MailDomain
{
    /// <summary>The name, as A-labels.</summary>
    public required DomainName Name { get; init; }

    /// <summary>The name for people.</summary>
    public string UnicodeName => Name.Unicode;

    /// <summary>Whether it takes mail and lets its accounts log on.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>A note for administrators.</summary>
    public string? Description { get; init; }

    /// <summary>How many accounts it has.</summary>
    public int AccountCount { get; init; }

    /// <summary>How many aliases it has.</summary>
    public int AliasCount { get; init; }

    /// <summary>The bytes that its accounts use.</summary>
    public MailSize UsedSize { get; init; }

    /// <summary>The sum of its accounts' quotas; unlimited when one of them is.</summary>
    public MailSize AllocatedQuota { get; init; }

    /// <summary>The most that all its accounts together may use.</summary>
    public MailSize MaxTotalSize { get; init; } = MailSize.Unlimited;

    /// <summary>The most accounts it may have; null: no limit.</summary>
    public int? MaxAccounts { get; init; }

    /// <summary>The quota of its accounts that have none of their own; null: that of the store.</summary>
    public MailSize? DefaultQuota { get; init; }

    /// <summary>The largest message its accounts take; null: that of the store.</summary>
    public MailSize? MaxMessageSize { get; init; }

    /// <summary>Receives what is for nobody else in the domain; null: such mail is refused.</summary>
    public EmailAddress? CatchAll { get; init; }

    /// <summary>Other names of the domain; every address of it exists under them too.</summary>
    public IReadOnlyList<DomainName> AliasDomain { get; init; } = [];

    /// <summary>Whether <c>ann+anything@</c> is delivered to <c>ann@</c>. RFC 5233 §1</summary>
    public bool PlusAddressing { get; init; } = true;

    /// <summary>Where mail of its accounts for other domains goes; null: as the store says.</summary>
    public string? SmartHost { get; init; }

    /// <summary>The user name for that smart host; null: no logon. The password is never shown.</summary>
    public string? SmartHostUserName { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; }
}
