using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MailAdmin.Diagnostics.Connection;

namespace MailAdmin.Diagnostics.Wire;

/// <summary>
/// Takes any certificate during the handshake and judges it afterwards, so that a bad one is a finding and not a broken
/// connection. No password is sent before the judgement. RFC 5280 §6 (path), RFC 9525 §6 (names).
/// </summary>
internal sealed class CertificateReview
{
    private readonly ConnectionTestRequest request;
    private readonly DateTimeOffset now;
    private X509Certificate2? certificate;
    private X509ChainStatus[] chainStatus = [];
    private SslPolicyErrors errors;

    public CertificateReview(ConnectionTestRequest request, TimeProvider timeProvider)
    {
        this.request = request;
        now = timeProvider.GetUtcNow();
        X509ChainPolicy policy = new()
        {
            // The servers that answer about revocation are not part of the connection that is tested.
            RevocationMode = X509RevocationMode.NoCheck,
            VerificationTimeIgnored = false,
            VerificationTime = now.LocalDateTime,
        };
        if (request.TrustedRoots is { } roots)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(roots);
        }

        Options = new SslClientAuthenticationOptions
        {
            TargetHost = request.Server,
            CertificateChainPolicy = policy,
            RemoteCertificateValidationCallback = Take,
        };
    }

    /// <summary>What to make the handshake with.</summary>
    public SslClientAuthenticationOptions Options { get; }

    /// <summary>Who the certificate is for, by whom and for how long.</summary>
    public IEnumerable<string> Remarks
    {
        get
        {
            if (certificate is not null)
            {
                yield return $"certificate {certificate.Subject}, for {string.Join(", ", Names())}";
                yield return $"issued by {certificate.Issuer}";
                yield return $"valid {Date(certificate.NotBefore)} to {Date(certificate.NotAfter)}, SHA-1 {certificate.Thumbprint}";
            }

            foreach (X509ChainStatus status in chainStatus)
            {
                yield return status.Status.ToString();
            }
        }
    }

    /// <summary>The gravest fault, in the order in which they explain each other.</summary>
    public CheckOutcome Judge()
    {
        if (certificate is null)
        {
            return CheckOutcome.Fail(MailTestCode.TlsHandshakeFailed, "NoCertificate");
        }

        CheckOutcome outcome = FindFault();
        bool forgiven = outcome.Status == MailTestStatus.Fail && request.SkipCertificateCheck;
        return (forgiven ? outcome with { Status = MailTestStatus.Warning } : outcome).With(
            ("names", string.Join(", ", Names())),
            ("from", Date(certificate.NotBefore)),
            ("until", Date(certificate.NotAfter)),
            ("issuer", certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true)));
    }

    private CheckOutcome FindFault()
    {
        if (now > certificate!.NotAfter)
        {
            return CheckOutcome.Fail(MailTestCode.CertificateExpired);
        }

        if (now < certificate.NotBefore)
        {
            return CheckOutcome.Fail(MailTestCode.ClockSkew);
        }

        if (certificate.Thumbprint.Equals(request.KnownThumbprint, StringComparison.OrdinalIgnoreCase))
        {
            // It is the very one that our own listener shows; nobody stands between. Others may still not trust it.
            return errors switch
            {
                SslPolicyErrors.None => CheckOutcome.Pass("Tls"),
                SslPolicyErrors.RemoteCertificateNameMismatch => CheckOutcome.Warn(MailTestCode.CertificateNameMismatch),
                _ => CheckOutcome.Warn(MailTestCode.CertificateUntrusted, "Own"),
            };
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return CheckOutcome.Fail(MailTestCode.CertificateNameMismatch);
        }

        return errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) ? FindChainFault() : CheckOutcome.Pass("Tls");
    }

    private CheckOutcome FindChainFault()
    {
        if (chainStatus.Any(status => status.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)))
        {
            return CheckOutcome.Fail(MailTestCode.CertificateExpired, "Chain");
        }

        if (certificate!.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData))
        {
            return CheckOutcome.Fail(MailTestCode.CertificateUntrusted, "SelfSigned");
        }

        bool incomplete = chainStatus.Any(status => status.Status.HasFlag(X509ChainStatusFlags.PartialChain));
        return CheckOutcome.Fail(MailTestCode.CertificateUntrusted, incomplete ? "Incomplete" : "");
    }

    private bool Take(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors found)
    {
        certificate = shown is null ? null : new X509Certificate2(shown);
        chainStatus = chain?.ChainStatus ?? [];
        errors = found;
        return shown is not null;
    }

    private List<string> Names()
    {
        List<string> names = [];
        foreach (X509SubjectAlternativeNameExtension extension in certificate!.Extensions.OfType<X509SubjectAlternativeNameExtension>())
        {
            names.AddRange(extension.EnumerateDnsNames());
            names.AddRange(extension.EnumerateIPAddresses().Select(address => address.ToString()));
        }

        return names.Count > 0 ? names : [certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false)];
    }

    private static string Date(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
