using System.ComponentModel;
using System.Security.Authentication;
using MailAdmin.Diagnostics.Wire;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>
/// Makes the connection safe, at once or with the protocol's command, and looks at the certificate.
/// RFC 3207 §4 (SMTP), RFC 2595 §3.1 and §4 (IMAP, POP3), RFC 8314 §3 (implicit), RFC 9525 §6 (names).
/// </summary>
internal sealed class TlsCheck : IConnectionCheck
{
    public MailTestLayer Layer => MailTestLayer.Tls;

    public CheckOutcome? ReasonToSkip(ConnectionContext context)
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

    public async Task<CheckOutcome> RunAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        ProbeConnection connection = context.Connection!;
        if (context.Mode == TlsMode.StartTls
            && !await StartTlsDialogue.RequestAsync(connection, context.Request.Protocol, cancellationToken))
        {
            return WithoutStartTls(context.Request);
        }

        CertificateReview review = new(context.Request, context.TimeProvider);
        try
        {
            await connection.StartTlsAsync(review.Options, cancellationToken);
        }
        catch (AuthenticationException e)
        {
            return Explain(context, e);
        }
        catch (Win32Exception e)
        {
            return Explain(context, e);
        }
        catch (IOException e)
        {
            return Explain(context, e);
        }

        string version = NameOf(connection.Tls!.SslProtocol);
        context.Transcript.Note($"{version}, {connection.Tls.NegotiatedCipherSuite}");
        foreach (string remark in review.Remarks)
        {
            context.Transcript.Note(remark);
        }

        CheckOutcome outcome = review.Judge().With(("version", version));
        context.MaySendPassword = outcome.Status != MailTestStatus.Fail;
        return outcome;
    }

    /// <summary>Mail between servers goes on without TLS; a person's password does not.</summary>
    private static CheckOutcome WithoutStartTls(ConnectionTestRequest request)
    {
        bool betweenServers =
            request is { TlsMode: TlsMode.Auto, Protocol: MailProtocol.Smtp, Credential: null };
        return betweenServers
            ? CheckOutcome.Warn(MailTestCode.StartTlsMissing)
            : CheckOutcome.Fail(MailTestCode.StartTlsMissing);
    }

    /// <summary>A handshake that failed because the other side does not speak TLS says so in its first octets.</summary>
    private static CheckOutcome Explain(ConnectionContext context, Exception cause)
    {
        for (Exception? e = cause; e is not null; e = e.InnerException)
        {
            context.Transcript.Note(e.Message);
        }

        ReadOnlySpan<byte> first = context.Connection!.FirstOctets.Span;
        ServiceKind kind = ServiceRecognizer.Recognize(first);
        if (first.IsEmpty || kind == ServiceKind.Tls)
        {
            return CheckOutcome.Fail(MailTestCode.TlsHandshakeFailed, first.IsEmpty ? "Closed" : "", ("reason", cause.Message));
        }

        context.Transcript.Server(first);
        int end = first.IndexOfAny((byte)'\r', (byte)'\n');
        string line = string.Concat((end < 0 ? first : first[..end]).ToArray().Select(octet => (char)octet));
        return kind == PortSearch.ExpectedKind(context.Request.Protocol)
            ? CheckOutcome.Fail(MailTestCode.PlainOnTlsPort)
            : GreetingCheck.Wrong(kind, line);
    }

    private static string NameOf(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls12 => "TLS 1.2",
        SslProtocols.Tls13 => "TLS 1.3",
        _ => protocol.ToString(),
    };
}
