using System.Globalization;
using System.Net;

namespace MailAdmin.Diagnosis;

/// <summary>What Test-MailConnection was asked, before it is known which ports to test.</summary>
internal sealed record ConnectionQuestion
{
    public required string Target { get; init; }

    /// <summary>The server; null: that of the address.</summary>
    public string? Server { get; init; }

    public EmailAddress? Address { get; init; }

    public IReadOnlyList<MailProtocol> Protocol { get; init; } = [];

    public int? Port { get; init; }

    public TlsMode TlsMode { get; init; }

    public NetworkCredential? Credential { get; init; }

    public TimeSpan Timeout { get; init; }

    public bool SkipCertificateCheck { get; init; }

    public bool ContinueAfterFailure { get; init; }

    /// <summary>The name servers to ask; empty: this machine's resolver.</summary>
    public IReadOnlyList<string> NameServer { get; init; } = [];

    /// <summary>Whom to ask for registrations by RDAP; null: the registry that IANA lists.</summary>
    public Uri? RdapServer { get; init; }

    /// <summary>The language of the texts.</summary>
    public required CultureInfo Culture { get; init; }

    /// <summary>Where the local store would be; null: nowhere.</summary>
    public string? StorePath { get; init; }

    /// <summary>Whether the store was named for this test, so that commands must name it too.</summary>
    public bool IsStoreGiven { get; init; }
}
