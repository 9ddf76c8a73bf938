using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Sasl;

/// <summary>
/// The channel binding tls-server-end-point: a hash of the certificate that the server showed. RFC 5929 §4. The other
/// binding that TLS 1.3 has, tls-exporter (RFC 9266), needs keys of the handshake that .NET does not give out.
/// </summary>
internal static class TlsServerEndPoint
{
    public const string Name = "tls-server-end-point";

    /// <summary>
    /// The binding of a connection, or null without TLS or with a certificate for which RFC 5929 defines none.
    /// </summary>
    public static ScramChannelBinding? Of(MailTransport transport)
    {
        if (transport.LocalCertificate is not { } shown)
        {
            return null;
        }

        byte[] bytes = shown.GetRawCertData();
        return HashOf(shown, bytes) is { } algorithm
            ? new ScramChannelBinding(Name, CryptographicOperations.HashData(algorithm, bytes))
            : null;
    }

    // The hash of the certificate's signature, and SHA-256 in place of MD5 and SHA-1. RFC 5929 §4.1
    private static HashAlgorithmName? HashOf(X509Certificate shown, byte[] bytes)
    {
        using X509Certificate2? read = shown is X509Certificate2 ? null : X509CertificateLoader.LoadCertificate(bytes);
        return ((shown as X509Certificate2) ?? read)!.SignatureAlgorithm.Value switch
        {
            "1.2.840.113549.1.1.4" or "1.2.840.113549.1.1.5" or "1.2.840.113549.1.1.11" => HashAlgorithmName.SHA256,
            "1.2.840.113549.1.1.12" => HashAlgorithmName.SHA384,
            "1.2.840.113549.1.1.13" => HashAlgorithmName.SHA512,
            "1.2.840.10045.4.1" or "1.2.840.10045.4.3.2" => HashAlgorithmName.SHA256,
            "1.2.840.10045.4.3.3" => HashAlgorithmName.SHA384,
            "1.2.840.10045.4.3.4" => HashAlgorithmName.SHA512,
            _ => null,
        };
    }
}
