using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace MailAdmin.Diagnostics.Tls;

/// <summary>A server whose TLS is tested.</summary>
public sealed record TlsTestRequest : TestRequest
{
    /// <summary>The name of the server, or its IP address. The certificate must be for it.</summary>
    public required string Server { get; init; }

    /// <summary>The address to connect to; null to look the name up.</summary>
    public IPAddress? ConnectAddress { get; init; }

    /// <summary>The ports.</summary>
    public required IReadOnlyList<KnownEndPoint> EndPoints { get; init; }

    /// <summary>Whether the user named the ports, so that a closed one is a failure.</summary>
    public bool ArePortsGiven { get; init; }

    /// <summary>A certificate that is valid for fewer days is a warning.</summary>
    public int WarningDays { get; init; } = 21;

    /// <summary>Authorities to trust instead of the system's; null for the system's.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }
}
