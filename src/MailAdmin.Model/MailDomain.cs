namespace MailAdmin;

/// <summary>A domain whose mail this server accepts.</summary>
public sealed record MailDomain
{
    /// <summary>The name, as A-labels.</summary>
    public required string Name { get; init; }

    /// <summary>The name for people.</summary>
    public string UnicodeName { get; init; } = "";

    /// <summary>Whether the domain accepts mail and its accounts may log on.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>A note for administrators.</summary>
    public string? Description { get; init; }

    /// <summary>The number of accounts.</summary>
    public int AccountCount { get; init; }

    /// <summary>The number of aliases.</summary>
    public int AliasCount { get; init; }

    /// <summary>The size of all messages of its accounts.</summary>
    public MailSize UsedSize { get; init; }

    /// <summary>The sum of the quotas of its accounts; unlimited when one of them is.</summary>
    public MailSize AllocatedQuota { get; init; }

    /// <summary>The quota of all its accounts together.</summary>
    public MailSize MaxTotalSize { get; init; } = MailSize.Unlimited;

    /// <summary>The maximum number of accounts; null for no limit.</summary>
    public int? MaxAccounts { get; init; }

    /// <summary>The quota of its accounts without one of their own; null to use that of the store.</summary>
    public MailSize? DefaultQuota { get; init; }

    /// <summary>The maximum size of a message to its accounts; null to use that of the store.</summary>
    public MailSize? MaxMessageSize { get; init; }

    /// <summary>The address that receives mail for unknown addresses of the domain; null to refuse such mail.</summary>
    public string? CatchAll { get; init; }

    /// <summary>Other names of the domain; every address of the domain also exists under them.</summary>
    public IReadOnlyList<string> AliasDomain
    {
        get;
        init => field = SemicolonList.Of(value);
    } = SemicolonList.Empty<string>();

    /// <summary>Whether <c>ann+anything@</c> is delivered to <c>ann@</c>. RFC 5233 §1</summary>
    public bool PlusAddressing { get; init; } = true;

    /// <summary>
    /// The server that relays mail of its accounts to other domains; null to use the setting of the store.
    /// </summary>
    public string? SmartHost { get; init; }

    /// <summary>The user name for the smart host; null for no logon. The password is never shown.</summary>
    public string? SmartHostUserName { get; init; }

    /// <summary>When the domain was created.</summary>
    public DateTime Created { get; init; }
}
