using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MailAdmin.Texts;

namespace MailAdmin.Arguments;

/// <summary>
/// Brings a certificate with its key and chain into the form in which the server takes it: PKCS #12 without a password.
/// </summary>
internal static class Certificates
{
    private const int MaxFileSize = 1 << 20;

    /// <summary>From an object.</summary>
    /// <exception cref="MailException">
    /// InvalidCertificate: it has no private key, or one that must not be exported.
    /// </exception>
    public static byte[] ToPfx(X509Certificate2 certificate)
    {
        return certificate.HasPrivateKey
            ? Export(new X509Certificate2Collection(certificate), certificate.Subject)
            : throw Invalid(certificate.Subject, MailText.Of("Reason.NoPrivateKey"));
    }

    /// <summary>From a file: PFX, or PEM that holds the certificate, its chain and its key.</summary>
    /// <exception cref="MailException">InvalidCertificate: says why the file cannot be used.</exception>
    public static byte[] ReadPfx(string path, SecureString? password)
    {
        string plain = password is null ? "" : Passwords.Reveal(password);
        try
        {
            byte[] content = ReadFile(path);
            X509Certificate2Collection certificates = IsPem(content)
                ? ReadPem(path, Encoding.UTF8.GetString(content), plain)
                : X509CertificateLoader.LoadPkcs12Collection(content, plain, X509KeyStorageFlags.Exportable);
            return certificates.Any(certificate => certificate.HasPrivateKey)
                ? Export(certificates, path)
                : throw Invalid(path, MailText.Of("Reason.NoPrivateKey"));
        }
        catch (Exception exception) when (
            exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Invalid(path, MailText.Of("Reason.Unreadable", PlatformReason.Of(exception)), exception);
        }
    }

    private static byte[] ReadFile(string path)
    {
        return new FileInfo(path) is { Exists: true, Length: > MaxFileSize }
            ? throw Invalid(path, MailText.Of("Reason.FileTooLarge"))
            : File.ReadAllBytes(path);
    }

    private static bool IsPem(ReadOnlySpan<byte> content) => content.IndexOf("-----BEGIN "u8) >= 0;

    private static X509Certificate2Collection ReadPem(string path, string pem, string password)
    {
        X509Certificate2Collection certificates = [];
        certificates.ImportFromPem(pem);
        if (certificates.Count == 0)
        {
            throw Invalid(path, MailText.Of("Reason.NoCertificate"));
        }

        // The key belongs to the first certificate; the others are its chain.
        string first = certificates[0].ExportCertificatePem();
        certificates[0] = pem.Contains("ENCRYPTED PRIVATE KEY", StringComparison.Ordinal)
            ? X509Certificate2.CreateFromEncryptedPem(first, pem, password)
            : X509Certificate2.CreateFromPem(first, pem);
        return certificates;
    }

    private static byte[] Export(X509Certificate2Collection certificates, string source)
    {
        try
        {
            return certificates.Export(X509ContentType.Pfx)!;
        }
        catch (CryptographicException exception)
        {
            throw Invalid(source, MailText.Of("Reason.KeyNotExportable"), exception);
        }
    }

    private static MailException Invalid(string source, MailText reason, Exception? cause = null) =>
        MailException.Of(MailError.InvalidCertificate, cause, source, reason);
}
