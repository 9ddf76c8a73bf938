using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace MailAdmin.Server.Outbound.Smtp;

/// <summary>How much TLS a connection needs.</summary>
internal enum TlsPolicy
{
    /// <summary>None: a handshake has just failed, and plain text is better than no mail.</summary>
    None,

    /// <summary>Whatever there is; any certificate is better than none. RFC 7435 §3</summary>
    Opportunistic,

    /// <summary>With a certificate that proves the name.</summary>
    Verified,

    /// <summary>The same, and the server must keep it so on the way on. RFC 8689 §4.2.1</summary>
    RequireTls,
}

/// <summary>A user name and a password for another server.</summary>
internal sealed record SmtpLogon(string UserName, string Password);

/// <summary>A server, and how to speak to it.</summary>
internal sealed record SessionTarget
{
    /// <summary>Its name, which its certificate has to prove.</summary>
    public required string Host { get; init; }

    /// <summary>Its address.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>Our name for EHLO.</summary>
    public required string HelloName { get; init; }

    /// <summary>How much TLS.</summary>
    public TlsPolicy Tls { get; init; } = TlsPolicy.Opportunistic;

    /// <summary>Whether TLS begins with the first octet. RFC 8314 §3.3</summary>
    public bool IsImplicitTls { get; init; }

    /// <summary>Who logs on; null: nobody.</summary>
    public SmtpLogon? Logon { get; init; }

    /// <summary>The authorities that are trusted; null: those of the system.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>Whether a certificate must prove the name.</summary>
    public bool NeedsVerifiedTls => Tls is TlsPolicy.Verified or TlsPolicy.RequireTls;
}
