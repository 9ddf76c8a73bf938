using System.ComponentModel;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using MailAdmin.Diagnostics.Wire;

namespace MailAdmin.Diagnostics.Tls;

/// <summary>Finds out which cipher and certificate current programs get at a port.</summary>
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
            Obstacle = await StartTlsDialogue.ReachHandshakeAsync(
                connection, at.Protocol, at.TlsMode, cancellationToken);
            if (Obstacle is not null)
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
}
