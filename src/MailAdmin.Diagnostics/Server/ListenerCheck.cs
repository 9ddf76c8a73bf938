using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using MailAdmin.Diagnostics.Connection;
using MailAdmin.Diagnostics.Wire;

namespace MailAdmin.Diagnostics.Server;

/// <summary>Whether a listener answers in its protocol, and how long its certificate is valid.</summary>
internal sealed class ListenerCheck(MailListener listener, ServerTestRequest request, IHostResolver resolver, TimeProvider timeProvider)
{
    public KnownEndPoint At => new(listener.Protocol, listener.Port, listener.TlsMode);

    /// <summary>Connects as a mail program on this machine would, and hears the greeting.</summary>
    public async Task<CheckOutcome> ReachAsync(Transcript transcript, CancellationToken cancellationToken)
    {
        string restart = $"Restart-MailListener -Port {Number(listener.Port)}{request.CommandSuffix}";
        if (listener.State != ListenerState.Running)
        {
            return CheckOutcome.Fail(MailTestCode.ListenerSilent, "Stopped") with { FixCommand = restart };
        }

        using var limit = new CancellationTokenSource(request.Timeout, timeProvider);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            ServerDialer dialer = new("localhost", AddressOf(), resolver, timeProvider);
            await using ProbeConnection connection = await dialer.ConnectAsync(listener.Port, transcript, both.Token);
            if (listener.TlsMode == TlsMode.Implicit)
            {
                await connection.StartTlsAsync(
                    new SslClientAuthenticationOptions { TargetHost = "localhost", RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null },
                    both.Token);
            }

            string greeting = await connection.ReadLineAsync(both.Token) ?? "";
            bool isRight = ServiceRecognizer.Recognize(Encoding.Latin1.GetBytes(greeting + "\r\n")) == PortSearch.ExpectedKind(listener.Protocol);
            return isRight
                ? CheckOutcome.Pass("Listener")
                : CheckOutcome.Fail(MailTestCode.ListenerSilent, "Other", ("answer", string.Concat(greeting.Take(120).Where(c => c is >= ' ' and < (char)0x7F)))) with { FixCommand = restart };
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            transcript.Note(e.Message);
            return CheckOutcome.Fail(MailTestCode.ListenerSilent) with { FixCommand = restart };
        }
    }

    /// <summary>The days of the certificate; null: the listener has none.</summary>
    public CheckOutcome? JudgeCertificate()
    {
        if (listener.CertificateExpires is not { } expires)
        {
            return listener.TlsMode == TlsMode.None ? CheckOutcome.Warn(MailTestCode.StartTlsMissing, "Listener") : null;
        }

        double left = (expires - timeProvider.GetUtcNow()).TotalDays;
        (string, string)[] values =
        [
            ("days", Number((int)Math.Floor(left))),
            ("until", expires.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ];
        string look = $"Get-MailListener -Port {Number(listener.Port)}{request.CommandSuffix} | Format-List";
        if (left < 0)
        {
            return CheckOutcome.Fail(MailTestCode.CertificateExpired, "Listener", values) with { FixCommand = look };
        }

        return left < request.WarningDays
            ? CheckOutcome.Warn(MailTestCode.CertificateExpiring, "Listener", values) with { FixCommand = look }
            : CheckOutcome.Pass("ListenerCertificate", values);
    }

    /// <summary>Where to connect to reach it from this machine.</summary>
    private IPAddress AddressOf()
    {
        IPAddress address = IPEndPoint.TryParse(listener.EndPoint, out IPEndPoint? endPoint) ? endPoint.Address : IPAddress.Loopback;
        return address.Equals(IPAddress.Any) ? IPAddress.Loopback : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
