using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MailAdmin.Diagnostics.Connection;
using MailAdmin.Diagnostics.Wire;

namespace MailAdmin.Diagnostics.Tls;

/// <summary>Asks one port which versions it takes and what it shows in a handshake; a connection for each question.</summary>
internal sealed class TlsProbe(TlsTestRequest request, KnownEndPoint at, ServerDialer dialer, TimeProvider timeProvider)
{
    private const int MaxGreeting = 50;

    /// <summary>The fault that keeps a connection from getting as far as a handshake; null: it gets there.</summary>
    public CheckOutcome? Obstacle { get; private set; }

    /// <summary>The chain that the server showed, the server's own certificate first.</summary>
    public IReadOnlyList<string> Chain { get; private set; } = [];

    /// <summary>The days that the certificate has left; null: there is none.</summary>
    public double? DaysLeft { get; private set; }

    public string Protocol { get; private set; } = "";

    public TlsCipherSuite? Suite { get; private set; }

    public Transcript Transcript { get; } = new();

    /// <summary>The handshake that programs of today make, and what there is to say about the certificate.</summary>
    public async Task<CheckOutcome?> HandshakeAsync(CancellationToken cancellationToken)
    {
        CertificateReview review = new(
            new ConnectionTestRequest
            {
                Target = request.Server,
                Server = request.Server,
                Protocol = at.Protocol,
                Port = at.Port,
                TrustedRoots = request.TrustedRoots,
                Culture = request.Culture,
            },
            timeProvider);
        SslClientAuthenticationOptions options = review.Options;
        RemoteCertificateValidationCallback take = options.RemoteCertificateValidationCallback!;
        options.RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
        {
            Keep(certificate, chain);
            return take(sender, certificate, chain, errors);
        };
        try
        {
            await using ProbeConnection connection = await dialer.ConnectAsync(at.Port, Transcript, cancellationToken);
            if (!await GetReadyAsync(connection, cancellationToken))
            {
                return Obstacle;
            }

            await connection.StartTlsAsync(options, cancellationToken);
            Protocol = connection.Tls!.SslProtocol.ToString();
            Suite = connection.Tls.NegotiatedCipherSuite;
            Transcript.Note($"{Protocol}, {Suite}");
        }
        catch (AuthenticationException e)
        {
            Transcript.Note(e.Message);
            return CheckOutcome.Fail(MailTestCode.TlsHandshakeFailed, "", ("reason", e.Message));
        }
        catch (Exception e) when (e is IOException or SocketException or System.ComponentModel.Win32Exception)
        {
            Transcript.Note(e.Message);
            Obstacle = ServerDialer.Explain(e);
            return Obstacle;
        }

        foreach (string remark in review.Remarks)
        {
            Transcript.Note(remark);
        }

        return review.Judge();
    }

    /// <summary>Whether the server takes a version when it is offered no other.</summary>
    public async Task<ServerHello?> OfferAsync(TlsVersion version, CancellationToken cancellationToken)
    {
        try
        {
            await using ProbeConnection connection = await dialer.ConnectAsync(at.Port, new Transcript(), cancellationToken);
            if (!await GetReadyAsync(connection, cancellationToken))
            {
                return null;
            }

            await connection.Stream.WriteAsync(ClientHello.Build(version, request.Server), cancellationToken);
            ServerHello? answer = await ServerHello.ReadAsync(connection.Stream, cancellationToken);
            return answer?.Version == version ? answer : null;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // Closing the connection is a refusal too, and an old one.
            return null;
        }
    }

    /// <summary>Gets a connection to where the handshake begins.</summary>
    private async Task<bool> GetReadyAsync(ProbeConnection connection, CancellationToken cancellationToken)
    {
        if (at.TlsMode == TlsMode.Implicit)
        {
            return true;
        }

        string line = await connection.ReadLineAsync(cancellationToken) ?? "";
        ServiceKind kind = ServiceRecognizer.Recognize(System.Text.Encoding.Latin1.GetBytes(line + "\r\n"));
        for (int i = 0; i < MaxGreeting && line.Length > 3 && line[3] == '-' && char.IsAsciiDigit(line[0]); i++)
        {
            line = await connection.ReadLineAsync(cancellationToken) ?? "";
        }

        if (kind != PortSearch.ExpectedKind(at.Protocol))
        {
            Obstacle = line.Length == 0 ? CheckOutcome.Fail(MailTestCode.ServerBusy, "Closed") : GreetingCheck.Wrong(kind, line);
            return false;
        }

        if (!await StartTlsDialogue.RequestAsync(connection, at.Protocol, cancellationToken))
        {
            Obstacle = CheckOutcome.Fail(MailTestCode.StartTlsMissing);
            return false;
        }

        return true;
    }

    private void Keep(X509Certificate? certificate, X509Chain? chain)
    {
        if (certificate is X509Certificate2 shown)
        {
            DaysLeft = (shown.NotAfter.ToUniversalTime() - timeProvider.GetUtcNow().UtcDateTime).TotalDays;
        }

        Chain = chain is null ? [] : [.. chain.ChainElements.Select(element => element.Certificate.Subject)];
    }
}
