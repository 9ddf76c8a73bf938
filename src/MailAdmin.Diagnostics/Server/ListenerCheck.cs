using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using MailAdmin.Diagnostics.Wire;

namespace MailAdmin.Diagnostics.Server;

/// <summary>Whether a listener answers in its protocol, and how long its certificate is valid.</summary>
internal sealed class ListenerCheck(
    MailListener listener, ServerTestRequest request, IHostResolver resolver, TimeProvider timeProvider)
{
    public KnownEndPoint At => new(listener.Protocol, listener.Port, listener.TlsMode);

    /// <summary>Connects as a mail program on this machine would, and reads the greeting.</summary>
    public async Task<CheckOutcome> ConnectAsync(CancellationToken cancellationToken)
    {
        Transcript transcript = new();
        CheckOutcome outcome = listener.State == ListenerState.Running
            ? await ReadGreetingAsync(transcript, cancellationToken)
            : CheckOutcome.Fail(MailTestCode.ListenerSilent, "Stopped");
        bool isFailed = outcome.Status == MailTestStatus.Fail;
        return outcome with
        {
            FixCommand = isFailed ? $"Restart-MailListener -Port {listener.Port}{request.CommandSuffix}" : "",
            Evidence = transcript.TakeNew(),
        };
    }

    /// <summary>The outcome for the certificate's expiry; null when the listener has none.</summary>
    public CheckOutcome? EvaluateCertificate()
    {
        if (listener.CertificateExpires is not { } expires)
        {
            return listener.TlsMode == TlsMode.None
                ? CheckOutcome.Warn(MailTestCode.StartTlsMissing, "Listener")
                : null;
        }

        double daysLeft = (expires - timeProvider.GetUtcNow()).TotalDays;
        CheckOutcome outcome = daysLeft < 0 ? CheckOutcome.Fail(MailTestCode.CertificateExpired, "Listener")
            : daysLeft < request.WarningDays ? CheckOutcome.Warn(MailTestCode.CertificateExpiring, "Listener")
            : CheckOutcome.Pass("ListenerCertificate");
        bool isPassed = outcome.Status == MailTestStatus.Pass;
        return outcome.With(
            ("days", $"{(int)Math.Floor(daysLeft)}"),
            ("until", expires.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))) with
        {
            FixCommand = isPassed ? "" : $"Get-MailListener -Port {listener.Port}{request.CommandSuffix} | Format-List",
        };
    }

    private async Task<CheckOutcome> ReadGreetingAsync(Transcript transcript, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(request.Timeout, timeProvider);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            ServerDialer dialer = new("localhost", LocalAddress(), resolver, timeProvider);
            await using ProbeConnection connection =
                await dialer.ConnectAsync(listener.Port, transcript, either.Token);
            if (listener.TlsMode == TlsMode.Implicit)
            {
                await connection.StartTlsUnverifiedAsync("localhost", either.Token);
            }

            string greeting = await connection.ReadLineAsync(either.Token) ?? "";
            return ServiceRecognizer.Recognize(greeting) == ServiceRecognizer.KindOf(listener.Protocol)
                ? CheckOutcome.Pass("Listener")
                : CheckOutcome.Fail(MailTestCode.ListenerSilent, "Other", ("answer", SafeText.Ascii(greeting)));
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            transcript.AddRemark(e.Message);
            return CheckOutcome.Fail(MailTestCode.ListenerSilent);
        }
    }

    /// <summary>The address at which this machine reaches the listener.</summary>
    private IPAddress LocalAddress()
    {
        IPAddress address =
            IPEndPoint.TryParse(listener.EndPoint, out IPEndPoint? endPoint) ? endPoint.Address : IPAddress.Loopback;
        return address.Equals(IPAddress.Any) ? IPAddress.Loopback
            : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
            : address;
    }
}
