using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailAdmin.Texts;

namespace MailAdmin.Server.Certificates;

/// <summary>
/// A certificate with its key and chain, ready for handshakes: TLS 1.2 and 1.3 (RFC 8997), no client certificate. The
/// context is created once, so that clients can resume sessions (RFC 8446 §2.2).
/// </summary>
internal sealed class ServerCertificate
{
    private ServerCertificate(X509Certificate2 certificate, X509Certificate2Collection chain)
    {
        Certificate = certificate;
        Options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, chain, offline: true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificateRequired = false,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            AllowRenegotiation = false,
        };
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>The options for a handshake.</summary>
    public SslServerAuthenticationOptions Options { get; }

    /// <summary>Reads PKCS #12 without a password: the certificate that has a key, and its chain.</summary>
    /// <exception cref="MailException">InvalidCertificate.</exception>
    public static ServerCertificate FromPfx(byte[] pfx)
    {
        X509Certificate2Collection all;
        try
        {
            // On Windows a handshake needs the key in a key container, macOS cannot do without; on Linux it stays in
            // memory.
            X509KeyStorageFlags flags = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
                ? X509KeyStorageFlags.DefaultKeySet
                : X509KeyStorageFlags.EphemeralKeySet;
            all = X509CertificateLoader.LoadPkcs12Collection(pfx, password: null, flags);
        }
        catch (CryptographicException exception)
        {
            throw MailException.Of(
                MailError.InvalidCertificate.As("Server"),
                exception,
                MailText.Of("Reason.Unreadable", PlatformReason.Of(exception)));
        }

        X509Certificate2 certificate = all.FirstOrDefault(candidate => candidate.HasPrivateKey)
            ?? throw MailException.Of(MailError.InvalidCertificate.As("Server"), MailText.Of("Reason.NoPrivateKey"));
        X509Certificate2Collection chain = [.. all.Where(candidate => candidate != certificate)];
        return new ServerCertificate(certificate, chain);
    }
}
