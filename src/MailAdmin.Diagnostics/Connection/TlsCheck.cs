using System.ComponentModel;
using System.Security.Authentication;
using System.Text;
using MailAdmin.Diagnostics.Wire;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>
/// Negotiates TLS, at once or with the protocol's command, and evaluates the certificate.
/// RFC 3207 §4 (SMTP), RFC 2595 §3.1 and §4 (IMAP, POP3), RFC 8314 §3 (implicit), RFC 9525 §6 (names).
/// </summary>
internal sealed class TlsCheck() : ConnectionCheck(MailTestLayer.Tls)
{
    public override CheckOutcome? ReasonToSkip(ConnectionContext context)
    {
        if (context.Connection is null)
        {
            return CheckOutcome.Skip("NoConnection");
        }

        if (context.Mode == TlsMode.None)
        {
            return CheckOutcome.Skip("NoTls");
        }

        return context.Mode == TlsMode.StartTls && context.Greeting is null ? CheckOutcome.Skip("NoGreeting") : null;
    }

    public override async Task<CheckOutcome> RunAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        ConnectionTestRequest request = context.Request;
        ProbeConnection connection = context.Connection!;
        if (context.Mode == TlsMode.StartTls
            && !await StartTlsDialogue.RequestAsync(connection, request.Protocol, cancellationToken))
        {
            return WithoutStartTls(request);
        }

        CertificateReview review = new(request.Server, context.TimeProvider, request.TrustedRoots)
        {
            KnownThumbprint = request.KnownThumbprint,
            IsCheckSkipped = request.SkipCertificateCheck,
        };
        try
        {
            await connection.StartTlsAsync(review.Options, cancellationToken);
        }
        catch (Exception e) when (e is AuthenticationException or Win32Exception or IOException)
        {
            return Explain(context, e);
        }

        string version = NameOf(connection.Tls!.SslProtocol);
        context.Transcript.AddRemark($"{version}, {connection.Tls.NegotiatedCipherSuite}");
        foreach (string remark in review.Remarks)
        {
            context.Transcript.AddRemark(remark);
        }

        CheckOutcome outcome = review.Evaluate().With(("version", version));
        context.MaySendPassword = outcome.Status != MailTestStatus.Fail;
        return outcome;
    }

    /// <summary>Mail between servers goes on without TLS; a person's password does not.</summary>
    private static CheckOutcome WithoutStartTls(ConnectionTestRequest request) =>
        request is { TlsMode: TlsMode.Auto, Protocol: MailProtocol.Smtp, Credential: null }
            ? CheckOutcome.Warn(MailTestCode.StartTlsMissing)
            : CheckOutcome.Fail(MailTestCode.StartTlsMissing);

    /// <summary>The first bytes show whether the handshake failed because the other side does not speak TLS.</summary>
    private static CheckOutcome Explain(ConnectionContext context, Exception cause)
    {
        for (Exception? e = cause; e is not null; e = e.InnerException)
        {
            context.Transcript.AddRemark(e.Message);
        }

        ReadOnlySpan<byte> first = context.Connection!.FirstBytes.Span;
        ServiceKind kind = ServiceRecognizer.Recognize(first);
        if (first.IsEmpty || kind == ServiceKind.Tls)
        {
            string variant = first.IsEmpty ? "Closed" : "";
            return CheckOutcome.Fail(MailTestCode.TlsHandshakeFailed, variant, ("reason", cause.Message));
        }

        context.Transcript.AddServer(first);
        return kind == ServiceRecognizer.KindOf(context.Request.Protocol)
            ? CheckOutcome.Fail(MailTestCode.PlainOnTlsPort)
            : ServiceRecognizer.Mismatch(kind, Encoding.Latin1.GetString(first).Split('\r', '\n')[0]);
    }

    private static string NameOf(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls12 => "TLS 1.2",
        SslProtocols.Tls13 => "TLS 1.3",
        _ => protocol.ToString(),
    };
}
