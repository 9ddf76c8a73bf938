using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace MailAdmin.Diagnostics.Wire;

/// <summary>
/// Accepts any certificate during the handshake and evaluates it afterwards, so that a bad one is a finding and not a
/// broken connection. No password is sent before the evaluation. RFC 5280 §6 (path), RFC 9525 §6 (names).
/// </summary>
internal sealed class CertificateReview
{
    private readonly DateTimeOffset now;
    private X509Certificate2? certificate;
    private X509ChainStatus[] chainStatus = [];
    private SslPolicyErrors errors;

    /// <summary>Prepares a handshake.</summary>
    /// <param name="server">The name or IP address that the certificate must be for.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="trustedRoots">Authorities to trust instead of the system's; null for the system's.</param>
    public CertificateReview(string server, TimeProvider timeProvider, X509Certificate2Collection? trustedRoots = null)
    {
        now = timeProvider.GetUtcNow();
        X509ChainPolicy policy = new()
        {
            // The servers that answer about revocation are not part of the connection that is tested.
            RevocationMode = X509RevocationMode.NoCheck,
            VerificationTimeIgnored = false,
            VerificationTime = now.LocalDateTime,
        };
        if (trustedRoots is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(trustedRoots);
        }

        Options = new SslClientAuthenticationOptions
        {
            TargetHost = server,
            CertificateChainPolicy = policy,
            RemoteCertificateValidationCallback = Accept,
        };
    }

    /// <summary>The SHA-1 thumbprint of our own listener's certificate, which is trusted whoever issued it.</summary>
    public string? KnownThumbprint { get; init; }

    /// <summary>Whether a bad certificate is only a warning.</summary>
    public bool IsCheckSkipped { get; init; }

    /// <summary>The options of the handshake.</summary>
    public SslClientAuthenticationOptions Options { get; }

    /// <summary>The subjects of the chain that the server showed, its own certificate first.</summary>
    public IReadOnlyList<string> Chain { get; private set; } = [];

    /// <summary>The days until the certificate expires; null when there is none.</summary>
    public double? DaysLeft => (certificate?.NotAfter.ToUniversalTime() - now.UtcDateTime)?.TotalDays;

    /// <summary>The names, issuer and dates of the certificate, and the faults of its chain.</summary>
    public IEnumerable<string> Remarks
    {
        get
        {
            if (certificate is not null)
            {
                yield return $"certificate {certificate.Subject}, for {string.Join(", ", Names())}";
                yield return $"issued by {certificate.Issuer}";
                string until = Date(certificate.NotAfter);
                yield return $"valid {Date(certificate.NotBefore)} to {until}, SHA-1 {certificate.Thumbprint}";
            }

            foreach (X509ChainStatus status in chainStatus)
            {
                yield return status.Status.ToString();
            }
        }
    }

    /// <summary>The gravest fault, in the order in which they explain each other.</summary>
    public CheckOutcome Evaluate()
    {
        if (certificate is null)
        {
            return CheckOutcome.Fail(MailTestCode.TlsHandshakeFailed, "NoCertificate");
        }

        CheckOutcome outcome = FindFault();
        if (outcome.Status == MailTestStatus.Fail && IsCheckSkipped)
        {
            outcome = outcome with { Status = MailTestStatus.Warning };
        }

        return outcome.With(
            ("names", string.Join(", ", Names())),
            ("from", Date(certificate.NotBefore)),
            ("until", Date(certificate.NotAfter)),
            ("issuer", certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true)));
    }

    /// <summary>The callback of the handshake.</summary>
    public bool Accept(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors found)
    {
        certificate = shown is null ? null : new X509Certificate2(shown);
        chainStatus = chain?.ChainStatus ?? [];
        Chain = [.. chain?.ChainElements.Select(element => element.Certificate.Subject) ?? []];
        errors = found;
        return shown is not null;
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

        if (certificate.Thumbprint.Equals(KnownThumbprint, StringComparison.OrdinalIgnoreCase))
        {
            // It is the certificate of our own listener, so nobody stands between; others may still not trust it.
            return errors switch
            {
                SslPolicyErrors.None => CheckOutcome.Pass("Tls"),
                SslPolicyErrors.RemoteCertificateNameMismatch =>
                    CheckOutcome.Warn(MailTestCode.CertificateNameMismatch),
                _ => CheckOutcome.Warn(MailTestCode.CertificateUntrusted, "Own"),
            };
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return CheckOutcome.Fail(MailTestCode.CertificateNameMismatch);
        }

        return errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)
            ? FindChainFault()
            : CheckOutcome.Pass("Tls");
    }

    private CheckOutcome FindChainFault()
    {
        if (HasChainStatus(X509ChainStatusFlags.NotTimeValid))
        {
            return CheckOutcome.Fail(MailTestCode.CertificateExpired, "Chain");
        }

        bool isSelfSigned = certificate!.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
        return CheckOutcome.Fail(
            MailTestCode.CertificateUntrusted,
            isSelfSigned ? "SelfSigned" : HasChainStatus(X509ChainStatusFlags.PartialChain) ? "Incomplete" : "");
    }

    private bool HasChainStatus(X509ChainStatusFlags flag) => chainStatus.Any(status => status.Status.HasFlag(flag));

    private List<string> Names()
    {
        List<string> names = [];
        foreach (X509SubjectAlternativeNameExtension extension in
            certificate!.Extensions.OfType<X509SubjectAlternativeNameExtension>())
        {
            names.AddRange(extension.EnumerateDnsNames());
            names.AddRange(extension.EnumerateIPAddresses().Select(address => address.ToString()));
        }

        return names.Count > 0 ? names : [certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false)];
    }

    private static string Date(DateTime time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
