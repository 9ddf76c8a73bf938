using System.ComponentModel;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using MailAdmin.Diagnostics.Wire;

namespace MailAdmin.Diagnostics.Tls;

/// <summary>Finds out which versions and certificate a port has; a connection for each question.</summary>
internal sealed class TlsProbe(TlsTestRequest request, KnownEndPoint at, ServerDialer dialer, TimeProvider timeProvider)
{
    /// <summary>Why a connection does not get as far as a handshake; null when it does.</summary>
    public CheckOutcome? Obstacle { get; private set; }

    public CertificateReview Certificate { get; } = new(request.Server, timeProvider, request.TrustedRoots);

    public string Protocol { get; private set; } = "";

    public TlsCipherSuite? Suite { get; private set; }

    public Transcript Transcript { get; } = new();

    /// <summary>Makes the handshake that current programs make, and evaluates the certificate.</summary>
    public async Task<CheckOutcome?> HandshakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using ProbeConnection connection = await dialer.ConnectAsync(at.Port, Transcript, cancellationToken);
            if (!await PrepareAsync(connection, cancellationToken))
            {
                return Obstacle;
            }

            await connection.StartTlsAsync(Certificate.Options, cancellationToken);
            Protocol = connection.Tls!.SslProtocol.ToString();
            Suite = connection.Tls.NegotiatedCipherSuite;
            Transcript.AddRemark($"{Protocol}, {Suite}");
        }
        catch (AuthenticationException e)
        {
            Transcript.AddRemark(e.Message);
            return CheckOutcome.Fail(MailTestCode.TlsHandshakeFailed, ("reason", e.Message));
        }
        catch (Exception e) when (e is IOException or SocketException or Win32Exception)
        {
            Transcript.AddRemark(e.Message);
            Obstacle = ServerDialer.Explain(e);
            return Obstacle;
        }

        foreach (string remark in Certificate.Remarks)
        {
            Transcript.AddRemark(remark);
        }

        return Certificate.Evaluate();
    }

    /// <summary>The reply of the server when it is offered only this version; null when it refuses.</summary>
    public async Task<ServerHello?> OfferAsync(TlsVersion version, CancellationToken cancellationToken)
    {
        try
        {
            await using ProbeConnection connection =
                await dialer.ConnectAsync(at.Port, new Transcript(), cancellationToken);
            if (!await PrepareAsync(connection, cancellationToken))
            {
                return null;
            }

            await connection.Stream.WriteAsync(ClientHello.Build(version, request.Server), cancellationToken);
            ServerHello? answer = await ServerHello.ReadAsync(connection.Stream, cancellationToken);
            return answer?.Version == version ? answer : null;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // Some servers refuse by closing the connection.
            return null;
        }
    }

    /// <summary>Brings a connection to where the handshake begins.</summary>
    private async Task<bool> PrepareAsync(ProbeConnection connection, CancellationToken cancellationToken)
    {
        if (at.TlsMode == TlsMode.Implicit)
        {
            return true;
        }

        string line = await connection.ReadLineAsync(cancellationToken) ?? "";
        ServiceKind kind = ServiceRecognizer.Recognize(line);
        line = await connection.ReadLastLineAsync(line, cancellationToken);
        if (kind != ServiceRecognizer.KindOf(at.Protocol))
        {
            Obstacle = line.Length == 0
                ? CheckOutcome.Fail(MailTestCode.ServerBusy, "Closed")
                : ServiceRecognizer.Mismatch(kind, line);
            return false;
        }

        if (!await StartTlsDialogue.RequestAsync(connection, at.Protocol, cancellationToken))
        {
            Obstacle = CheckOutcome.Fail(MailTestCode.StartTlsMissing);
            return false;
        }

        return true;
    }
}
