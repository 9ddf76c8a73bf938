namespace MailAdmin.Diagnostics.Domains;

/// <summary>One domain to test, and how.</summary>
public sealed record DomainTestRequest : TestRequest
{
    /// <summary>What was asked about, as it was written.</summary>
    public required string Target { get; init; }

    /// <summary>The domain.</summary>
    public required DomainName Domain { get; init; }

    /// <summary>The name servers to ask, each as address or address:port; empty for those of the system.</summary>
    public IReadOnlyList<string> NameServers { get; init; } = [];

    /// <summary>The DKIM selectors that must exist.</summary>
    public IReadOnlyList<string> Selectors { get; init; } = [];

    /// <summary>The RDAP server to ask; null for the one that IANA lists.</summary>
    public Uri? RdapServer { get; init; }
}
