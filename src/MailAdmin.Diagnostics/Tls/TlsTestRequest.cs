using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace MailAdmin.Diagnostics.Tls;

/// <summary>A server whose TLS is looked at.</summary>
public sealed record TlsTestRequest
{
    /// <summary>The name of the server, or its IP address. The certificate must be for it.</summary>
    public required string Server { get; init; }

    /// <summary>Where to connect when the name need not be looked up; null: look it up.</summary>
    public IPAddress? ConnectAddress { get; init; }

    /// <summary>The ports.</summary>
    public required IReadOnlyList<KnownEndPoint> EndPoints { get; init; }

    /// <summary>Whether somebody named the ports: then one that is closed is a failure.</summary>
    public bool ArePortsGiven { get; init; }

    /// <summary>How long one check of a port may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A certificate that is valid for fewer days is warned about.</summary>
    public int WarningDays { get; init; } = 21;

    /// <summary>Authorities to trust instead of the system's; null: the system's.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>The language of the texts.</summary>
    public CultureInfo Culture { get; init; } = CultureInfo.CurrentUICulture;
}
