using System.Net;
using System.Security.Cryptography.X509Certificates;
using MailAdmin.Diagnostics.Local;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>One server and protocol to test, and with what.</summary>
public sealed record ConnectionTestRequest : TestRequest
{
    /// <summary>What was asked about: an address, or a server.</summary>
    public required string Target { get; init; }

    /// <summary>The name of the server, or its IP address. The certificate must be for it.</summary>
    public required string Server { get; init; }

    /// <summary>The address to connect to; null to look the name up.</summary>
    public IPAddress? ConnectAddress { get; init; }

    /// <summary>The domain whose MX records name the server; null when the server is given.</summary>
    public DomainName? MailDomain { get; init; }

    /// <summary>The name servers to ask, as address or address:port; empty to ask the system's resolver.</summary>
    public IReadOnlyList<string> NameServer { get; init; } = [];

    /// <summary>The protocol.</summary>
    public required MailProtocol Protocol { get; init; }

    /// <summary>The port.</summary>
    public required int Port { get; init; }

    /// <summary>How the connection is protected; Auto for what is usual at the port.</summary>
    public TlsMode TlsMode { get; init; } = TlsMode.Auto;

    /// <summary>User name and password; null to skip the logon.</summary>
    public NetworkCredential? Credential { get; init; }

    /// <summary>An address for which the server should accept mail; null to skip this check.</summary>
    public EmailAddress? Recipient { get; init; }

    /// <summary>Whether a bad certificate is only a warning.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>Whether to go on after the first failure, as far as that is possible.</summary>
    public bool ContinueAfterFailure { get; init; }

    /// <summary>Whether the server is that of the local store, so that its cmdlets can repair it.</summary>
    public bool IsLocalStore { get; init; }

    /// <summary>Who logs on, as the local store knows them; null when it does not.</summary>
    public LocalAddress? LocalUser { get; init; }

    /// <summary>The recipient, as the local store knows it; null when it does not.</summary>
    public LocalAddress? LocalRecipient { get; init; }

    /// <summary>Arguments that make commands act on the store, such as " -StorePath ./store"; may be empty.</summary>
    public string CommandSuffix { get; init; } = "";

    /// <summary>False when the local store is known to have no such listener.</summary>
    public bool HasListener { get; init; } = true;

    /// <summary>The ports of the server, when it is that of the local store.</summary>
    public IReadOnlyList<KnownEndPoint> KnownEndPoints { get; init; } = [];

    /// <summary>Whether the standard ports are tried when the given one is wrong.</summary>
    public bool SearchStandardPorts { get; init; } = true;

    /// <summary>The SHA-1 thumbprint of our own listener's certificate, which is trusted whoever issued it.</summary>
    public string? KnownThumbprint { get; init; }

    /// <summary>Authorities to trust instead of the system's; null for the system's.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>Whether the port is one of the local store's.</summary>
    internal bool IsOwnPort => KnownEndPoints.Any(point => point.Port == Port);
}
