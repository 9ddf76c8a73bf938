using System.Globalization;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>One domain to test, and how.</summary>
public sealed record DomainTestRequest
{
    /// <summary>What was asked about, as it was written.</summary>
    public required string Target { get; init; }

    /// <summary>The domain.</summary>
    public required DomainName Domain { get; init; }

    /// <summary>The name servers to ask, each as address or address:port; empty: those of the system.</summary>
    public IReadOnlyList<string> NameServers { get; init; } = [];

    /// <summary>The selectors of DKIM that must be there.</summary>
    public IReadOnlyList<string> Selectors { get; init; } = [];

    /// <summary>The RDAP server to ask; null: the one that IANA lists.</summary>
    public Uri? RdapServer { get; init; }

    /// <summary>How long one check may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The language of the texts.</summary>
    public CultureInfo Culture { get; init; } = CultureInfo.CurrentUICulture;
}
