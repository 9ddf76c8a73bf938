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
            && await StartTlsDialogue.RequestAsync(connection, request.Protocol, cancellationToken) is { } obstacle)
        {
            return MayGoOnWithoutTls(request) && obstacle.Code != MailTestCode.ServerBusy
                ? obstacle with { Status = MailTestStatus.Warning }
                : obstacle;
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
            return await ExplainAsync(context, e, cancellationToken);
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

    /// <summary>Mail between servers goes on without TLS; a person's password does not. RFC 7435 §3</summary>
    private static bool MayGoOnWithoutTls(ConnectionTestRequest request) =>
        request is { TlsMode: TlsMode.Auto, Protocol: MailProtocol.Smtp, Credential: null };

    /// <summary>The first bytes show whether the handshake failed because the other side does not speak TLS.</summary>
    private static async Task<CheckOutcome> ExplainAsync(
        ConnectionContext context, Exception cause, CancellationToken cancellationToken)
    {
        for (Exception? e = cause; e is not null; e = e.InnerException)
        {
            context.Transcript.AddRemark(e.Message);
        }

        ReadOnlyMemory<byte> first = context.Connection!.FirstBytes;
        ServiceKind kind = ServiceRecognizer.Recognize(first.Span);
        if (first.IsEmpty || kind == ServiceKind.Tls)
        {
            string variant = first.IsEmpty ? "Closed" : "";
            return await FindOldVersionsAsync(context, cancellationToken)
                ?? CheckOutcome.Fail(MailTestCode.TlsHandshakeFailed, variant, ("reason", cause.Message));
        }

        context.Transcript.AddServer(first.Span);
        return kind == ServiceRecognizer.KindOf(context.Request.Protocol)
            ? CheckOutcome.Fail(MailTestCode.TlsOnPlainPort)
            : ServiceRecognizer.Mismatch(kind, Encoding.Latin1.GetString(first.Span).Split('\r', '\n')[0]);
    }

    /// <summary>Whether the server accepts only versions that this machine no longer uses; null when not.</summary>
    private static async Task<CheckOutcome?> FindOldVersionsAsync(
        ConnectionContext context, CancellationToken cancellationToken)
    {
        ConnectionTestRequest request = context.Request;
        VersionProbe probe = new(
            async token => new ProbeConnection(
                await PortDialer.ConnectAsync(
                    [context.ConnectedAddress!], request.Port, context.TimeProvider, token),
                new Transcript()),
            request.Server,
            new KnownEndPoint(request.Protocol, request.Port, context.Mode));
        IReadOnlyList<ServerHello?> accepted =
            await probe.OfferAllAsync(Timeouts.Guess, context.TimeProvider, cancellationToken);
        CheckOutcome outcome = VersionProbe.Evaluate(accepted);
        if (outcome is not { Code: MailTestCode.TlsVersionOld, Variant: "Only" })
        {
            return null;
        }

        context.Transcript.AddRemark(
            VersionProbe.Describe(accepted).Replace("\n-- ", "; ", StringComparison.Ordinal)[3..]);
        return outcome;
    }

    private static string NameOf(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls12 => "TLS 1.2",
        SslProtocols.Tls13 => "TLS 1.3",
        _ => protocol.ToString(),
    };
}
