using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace MailAdmin.Server.Outbound.Smtp;

/// <summary>The TLS that a connection needs.</summary>
internal enum TlsPolicy
{
    /// <summary>No TLS: the handshake has just failed, and plain text is better than no mail.</summary>
    None,

    /// <summary>TLS if the server offers it, with any certificate. RFC 7435 §3</summary>
    Opportunistic,

    /// <summary>TLS with a certificate that proves the name.</summary>
    Verified,

    /// <summary>The same, and the server must require it on the rest of the path. RFC 8689 §4.2.1</summary>
    RequireTls,
}

/// <summary>A user name and a password for another server.</summary>
internal sealed record SmtpLogon(string UserName, string Password);

/// <summary>A server, and the parameters of a session with it.</summary>
internal sealed record SessionTarget
{
    /// <summary>The name, which the certificate has to prove.</summary>
    public required string Host { get; init; }

    /// <summary>The address.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>The name of this server for EHLO.</summary>
    public required string HelloName { get; init; }

    /// <summary>The TLS it needs.</summary>
    public TlsPolicy Tls { get; init; } = TlsPolicy.Opportunistic;

    /// <summary>Whether TLS begins with the first byte. RFC 8314 §3.3</summary>
    public bool IsImplicitTls { get; init; }

    /// <summary>The logon, or null for none.</summary>
    public SmtpLogon? Logon { get; init; }

    /// <summary>The trusted certificate authorities; null means those of the system.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>Whether a certificate must prove the name.</summary>
    public bool NeedsVerifiedTls => Tls is TlsPolicy.Verified or TlsPolicy.RequireTls;
}
