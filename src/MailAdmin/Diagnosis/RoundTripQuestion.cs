using System.Net;

namespace MailAdmin.Diagnosis;

/// <summary>What Test-MailRoundTrip was asked, before it is known which ports to use.</summary>
internal sealed record RoundTripQuestion
{
    public required EmailAddress Recipient { get; init; }

    public EmailAddress? Sender { get; init; }

    public NetworkCredential? Credential { get; init; }

    public NetworkCredential? SmtpCredential { get; init; }

    /// <summary>Where it is waited for; null: the local store.</summary>
    public string? Server { get; init; }

    public MailProtocol Protocol { get; init; } = MailProtocol.Imap;

    public int? Port { get; init; }

    public TlsMode TlsMode { get; init; }

    /// <summary>Where it is sent; null: the local store.</summary>
    public string? SmtpServer { get; init; }

    public int? SmtpPort { get; init; }

    public TlsMode SmtpTlsMode { get; init; }

    public TimeSpan Timeout { get; init; }

    public bool SkipCertificateCheck { get; init; }

    public required string StorePath { get; init; }
}
