using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MailAdmin.Tests.Diagnostics;

/// <summary>Certificates made on the spot: by an authority of the tests' own, and wrong in one way each.</summary>
internal static class TestCertificates
{
    private static readonly Lazy<X509Certificate2> Root = new(MakeRoot);

    public static X509Certificate2Collection Roots => [Root.Value];

    public static X509Certificate2 Good { get; } = Issue("localhost");

    public static X509Certificate2 Issue(string name, int fromDays = -1, int untilDays = 30) =>
        X509CertificateLoader.LoadPkcs12(IssuePfx(name, fromDays, untilDays), null);

    /// <summary>A certificate with its private key, as PKCS #12 without a password.</summary>
    public static byte[] IssuePfx(string name, int fromDays = -1, int untilDays = 30)
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = Request(name, key);
        Span<byte> serial = stackalloc byte[8];
        RandomNumberGenerator.Fill(serial);
        serial[0] &= 0x7F;
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 bare = request.Create(Root.Value, now.AddDays(fromDays), now.AddDays(untilDays), serial);
        using X509Certificate2 whole = bare.CopyWithPrivateKey(key);
        return whole.Export(X509ContentType.Pfx);
    }

    /// <summary>A certificate with its private key, as servers of Unix read it.</summary>
    public static string IssuePem(string name, int fromDays = -1, int untilDays = 30)
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12(
            IssuePfx(name, fromDays, untilDays), null, X509KeyStorageFlags.Exportable);
        using RSA key = certificate.GetRSAPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem() + "\n";
    }

    public static X509Certificate2 SelfSigned(string name)
    {
        using RSA key = RSA.Create(2048);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 made = Request(name, key).CreateSelfSigned(now.AddDays(-1), now.AddDays(30));

        // Windows cannot use a key that exists only in memory for TLS.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private static CertificateRequest Request(string name, RSA key)
    {
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        return request;
    }

    private static X509Certificate2 MakeRoot()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new(
            "CN=Authority of the tests", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddYears(-1), now.AddYears(1));
    }
}
