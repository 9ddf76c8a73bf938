using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>One server and protocol to test, and with what.</summary>
public sealed record ConnectionTestRequest
{
    /// <summary>What was asked about: an address, or a server.</summary>
    public required string Target { get; init; }

    /// <summary>The name of the server, or its IP address. The certificate must be for it.</summary>
    public required string Server { get; init; }

    /// <summary>Where to connect when the name need not be looked up; null: look it up.</summary>
    public IPAddress? ConnectAddress { get; init; }

    /// <summary>The domain whose mail is to be delivered: the server is looked up by its MX records; null: the server is given.</summary>
    public DomainName? MailDomain { get; init; }

    /// <summary>The name servers to ask, as address or address:port; empty: this machine's resolver is asked as other programs do.</summary>
    public IReadOnlyList<string> NameServer { get; init; } = [];

    /// <summary>What to speak.</summary>
    public required MailProtocol Protocol { get; init; }

    /// <summary>The port.</summary>
    public required int Port { get; init; }

    /// <summary>How the connection is protected; Auto: what the port calls for.</summary>
    public TlsMode TlsMode { get; init; } = TlsMode.Auto;

    /// <summary>User name and password; null: the logon is not tried.</summary>
    public NetworkCredential? Credential { get; init; }

    /// <summary>An address that the server should take mail for; null: not tried.</summary>
    public EmailAddress? Recipient { get; init; }

    /// <summary>How long one check may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether a bad certificate is only a warning.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>Whether to go on after the first check that fails, as far as that is possible.</summary>
    public bool ContinueAfterFailure { get; init; }

    /// <summary>Whether the server is the store of this machine, so that its cmdlets can put things right.</summary>
    public bool IsLocalStore { get; init; }

    /// <summary>The account of the local store that is tested; null: it is none, or not known.</summary>
    public LocalAccount? LocalAccount { get; init; }

    /// <summary>False when it is known that nothing listens: our own store, without such a listener.</summary>
    public bool HasListener { get; init; } = true;

    /// <summary>The ports of the server, when it is our own.</summary>
    public IReadOnlyList<KnownEndPoint> KnownEndPoints { get; init; } = [];

    /// <summary>Whether the usual ports are tried when the given one is wrong.</summary>
    public bool SearchStandardPorts { get; init; } = true;

    /// <summary>The SHA-1 thumbprint of our own listener's certificate, which is then only warned about when nobody else trusts it.</summary>
    public string? KnownThumbprint { get; init; }

    /// <summary>Authorities to trust instead of the system's; null: the system's.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>The language of the texts.</summary>
    public CultureInfo Culture { get; init; } = CultureInfo.CurrentUICulture;
}
