using System.ComponentModel;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MailAdmin.Diagnostics.Wire;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>Looks where the wanted protocol answers when it is not where it was asked for.</summary>
internal static class PortSearch
{
    /// <summary>The first of the likely ports at which the protocol answers; null: none does.</summary>
    public static async Task<KnownEndPoint?> FindAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        ConnectionTestRequest request = context.Request;
        IPAddress? address = context.ConnectedAddress ?? request.ConnectAddress
            ?? (IPAddress.TryParse(request.Server, out IPAddress? literal) ? literal : context.Addresses.Count > 0 ? context.Addresses[0] : null);
        if (address is null)
        {
            return null;
        }

        // A search for advice must not take longer than the check that failed.
        TimeSpan timeout = request.Timeout < Timeouts.Guess ? request.Timeout : Timeouts.Guess;
        KnownEndPoint[] likely = [.. Likely(request)];
        ServiceKind[] answers = await Task.WhenAll(
            likely.Select(point => RecognizeAsync(address, point.Port, point.TlsMode, timeout, context.TimeProvider, cancellationToken)));
        ServiceKind wanted = ExpectedKind(request.Protocol);
        int found = Array.IndexOf(answers, wanted);
        return found < 0 ? null : likely[found];
    }

    /// <summary>What a server must be to speak a protocol.</summary>
    public static ServiceKind ExpectedKind(MailProtocol protocol) => protocol switch
    {
        MailProtocol.Pop3 => ServiceKind.Pop3,
        MailProtocol.Imap => ServiceKind.Imap,
        _ => ServiceKind.Smtp,
    };

    /// <summary>What answers at a port; Tls when a handshake came to an end but nothing was said in it.</summary>
    public static async Task<ServiceKind> RecognizeAsync(
        IPAddress address, int port, TlsMode mode, TimeSpan timeout, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, timeProvider);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        ProbeConnection? connection = null;
        try
        {
            Socket socket = await PortDialer.ConnectAsync([address], port, timeProvider, both.Token);
            connection = new ProbeConnection(socket, new Transcript());
            if (mode == TlsMode.Implicit)
            {
                await connection.StartTlsAsync(AcceptAnything(), both.Token);
            }

            await connection.WaitForOctetsAsync(both.Token);
            return ServiceRecognizer.Recognize(connection.Buffered);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return connection?.Tls is null ? ServiceKind.Unknown : ServiceKind.Tls;
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or Win32Exception)
        {
            // A guess that leads nowhere, or a server that answers the handshake with something else.
            return connection is null ? ServiceKind.Unknown : ServiceRecognizer.Recognize(connection.FirstOctets.Span);
        }
        finally
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
        }
    }

    private static IEnumerable<KnownEndPoint> Likely(ConnectionTestRequest request)
    {
        IEnumerable<KnownEndPoint> standard = request.SearchStandardPorts ? StandardPorts.All : [];
        return request.KnownEndPoints.Concat(standard)
            .Where(point => IsOfFamily(point.Protocol, request) && point.Port != request.Port)
            .OrderBy(point => point.Protocol == request.Protocol ? 0 : 1)
            .DistinctBy(point => point.Port);
    }

    /// <summary>Submission is SMTP at another door; only mail between servers has but the one.</summary>
    private static bool IsOfFamily(MailProtocol protocol, ConnectionTestRequest request) =>
        protocol == request.Protocol
        || (request.MailDomain is null && protocol is MailProtocol.Smtp or MailProtocol.Submission
            && request.Protocol is MailProtocol.Smtp or MailProtocol.Submission);

    /// <summary>Only asks what speaks there: nothing is sent, and the certificate is judged by the check of TLS.</summary>
    private static SslClientAuthenticationOptions AcceptAnything() => new()
    {
        TargetHost = "localhost",
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
    };
}
