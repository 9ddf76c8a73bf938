using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MailAdmin.Tests.Dialogues;

/// <summary>A self-signed certificate for the tests' servers.</summary>
internal static class TestCertificate
{
    public const string HostName = "mail.example.test";

    private static readonly Lazy<X509Certificate2> Made = new(Make);

    public static SslServerAuthenticationOptions ServerOptions { get; } =
        new() { ServerCertificateContext = SslStreamCertificateContext.Create(Made.Value, null, offline: true) };

    /// <summary>Whether a server showed this certificate.</summary>
    public static bool IsOurs(X509Certificate? certificate) =>
        certificate?.GetCertHashString() == Made.Value.GetCertHashString();

    private static X509Certificate2 Make()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=" + HostName, key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(HostName);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate =
            request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
