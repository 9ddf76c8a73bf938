using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailAdmin.Server.Secrets;
using MailAdmin.Server.Telemetry;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Certificates;

/// <summary>
/// The store's own certificate: self-signed, created when first needed, kept beside the store and renewed in time.
/// Clients that pin it see the same one until then.
/// </summary>
internal sealed class CertificateStore(string storePath, TimeProvider timeProvider, ILogger<CertificateStore> logger)
{
    private const string FileName = "certificate.pfx";
    private static readonly TimeSpan Validity = TimeSpan.FromDays(730);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(14);

    // The clock of a client may be behind; the certificate must be valid for it too.
    private static readonly TimeSpan Backdate = TimeSpan.FromHours(24);

    private readonly Lock gate = new();
    private ServerCertificate? current;

    /// <summary>The store's own certificate for a host name, valid now.</summary>
    public ServerCertificate GetOwn(string hostName)
    {
        lock (gate)
        {
            if (current is null || !IsUsable(current.Certificate, hostName))
            {
                current = Load(hostName) ?? Create(hostName);
            }

            return current;
        }
    }

    private ServerCertificate? Load(string hostName)
    {
        string path = Path.Combine(storePath, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var loaded = ServerCertificate.FromPfx(File.ReadAllBytes(path));
            return IsUsable(loaded.Certificate, hostName) ? loaded : null;
        }
        catch (MailException exception)
        {
            ServerLog.CertificateUnreadable(logger, path, exception);
            return null;
        }
    }

    // One that was created while the clock was ahead is not valid yet after the clock went back.
    private bool IsUsable(X509Certificate2 certificate, string hostName) =>
        certificate.NotBefore.ToUniversalTime() <= timeProvider.GetUtcNow()
        && certificate.NotAfter.ToUniversalTime() - timeProvider.GetUtcNow() > RenewBefore
        && certificate.MatchesHostname(hostName, allowWildcards: false, allowCommonName: false);

    private ServerCertificate Create(string hostName)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(hostName.Length <= 64 ? hostName : "MailAdmin");
        CertificateRequest request = new(subject.Build(), key, HashAlgorithmName.SHA256);
        OidCollection usages = [new Oid("1.3.6.1.5.5.7.3.1", "serverAuth")];
        foreach (X509Extension extension in (X509Extension[])
        [
            SubjectAlternativeNames(hostName),
            new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true),
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true),
            new X509EnhancedKeyUsageExtension(usages, critical: false),
            new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false),
        ])
        {
            request.CertificateExtensions.Add(extension);
        }

        DateTimeOffset now = timeProvider.GetUtcNow();
        using X509Certificate2 created = request.CreateSelfSigned(now - Backdate, now + Validity);
        byte[] pfx = created.Export(X509ContentType.Pkcs12);
        PrivateFile.WriteDurably(Path.Combine(storePath, FileName), pfx);
        ServerLog.CertificateCreated(logger, hostName, created.NotAfter);
        return ServerCertificate.FromPfx(pfx);
    }

    private static X509Extension SubjectAlternativeNames(string hostName)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(hostName);
        if (!hostName.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            names.AddDnsName("localhost");
        }

        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        return names.Build();
    }
}
