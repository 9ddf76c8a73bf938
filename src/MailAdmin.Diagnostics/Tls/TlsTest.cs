using System.Net.Sockets;
using System.Runtime.CompilerServices;
using MailAdmin.Diagnostics.Texts;
using MailAdmin.Diagnostics.Wire;

namespace MailAdmin.Diagnostics.Tls;

/// <summary>
/// Tests the TLS of a server's ports: the versions that it accepts, each offered alone, the cipher that current
/// programs get, and the certificate with its chain, names and expiry. RFC 8997 (1.2 at least), RFC 9525 (names).
/// </summary>
public sealed class TlsTest(TimeProvider timeProvider, IHostResolver resolver)
{
    private static readonly string[] BrokenAlgorithms = ["_RC4_", "_3DES_", "_DES_", "_NULL_", "_EXPORT_", "_anon_"];

    /// <summary>Runs the checks; the ports side by side, the results in their order.</summary>
    public async IAsyncEnumerable<MailTestResult> RunAsync(
        TlsTestRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ResultWriter writer = new(request.Culture, request.Server, request.Server, request.Timeout);
        ServerDialer dialer = new(request.Server, request.ConnectAddress, resolver, timeProvider);
        if (await WithinAsync(request, dialer.ResolveAsync, cancellationToken) is { } unknown)
        {
            yield return writer.Write(MailTestLayer.Dns, "Dns", unknown);
            yield break;
        }

        List<Task<IReadOnlyList<MailTestResult>>> ports =
        [
            .. request.EndPoints.Select(at => Task.Run(
                () => TestAsync(request, at, dialer, writer, cancellationToken), cancellationToken)),
        ];
        foreach (Task<IReadOnlyList<MailTestResult>> port in ports)
        {
            foreach (MailTestResult result in await port)
            {
                yield return result;
            }
        }
    }

    private async Task<IReadOnlyList<MailTestResult>> TestAsync(
        TlsTestRequest request,
        KnownEndPoint at,
        ServerDialer dialer,
        ResultWriter writer,
        CancellationToken cancellationToken)
    {
        long started = timeProvider.GetTimestamp();
        if (at.TlsMode == TlsMode.Auto)
        {
            at = at with { TlsMode = await DetectModeAsync(request, at, dialer, cancellationToken) };
        }

        TlsProbe probe = new(request, at, dialer, timeProvider);
        CheckOutcome handshake = (await WithinAsync(request, probe.HandshakeAsync, cancellationToken))!;
        TimeSpan latency = timeProvider.GetElapsedTime(started);
        string evidence = probe.Transcript.TakeNew();
        if (handshake.Code == MailTestCode.Timeout && evidence.Length == 0)
        {
            handshake = CheckOutcome.Fail(MailTestCode.PortFiltered);
        }

        MailTestResult Write(MailTestLayer layer, string check, CheckOutcome outcome, string shown) =>
            writer.Write(layer, check, outcome with { Evidence = shown }, at, latency);

        bool isClosed = handshake.Code is MailTestCode.PortClosed or MailTestCode.PortFiltered;
        if (isClosed && !request.ArePortsGiven)
        {
            return [Write(MailTestLayer.Port, "Port", CheckOutcome.Skip("PortUnused"), evidence)];
        }

        if (probe.Obstacle is { } obstacle)
        {
            MailTestLayer layer = isClosed ? MailTestLayer.Port : MailTestLayer.Tls;
            return [Write(layer, layer.ToString(), obstacle, evidence)];
        }

        VersionProbe versions = new(
            token => dialer.ConnectAsync(at.Port, new Transcript(), token), request.Server, at);
        IReadOnlyList<ServerHello?> accepted =
            await versions.OfferAllAsync(request.Timeout, timeProvider, cancellationToken);
        List<MailTestResult> results =
        [
            Write(
                MailTestLayer.Tls, "TlsVersion", VersionProbe.Evaluate(accepted), VersionProbe.Describe(accepted)),
        ];
        if (probe.Suite is { } suite)
        {
            CheckOutcome cipher = EvaluateCipher(suite.ToString(), probe.Protocol);
            results.Add(Write(MailTestLayer.Tls, "TlsCipher", cipher, $"-- {probe.Protocol}, {suite}"));
        }

        string chain = string.Concat(
            probe.Certificate.Chain.Select((subject, depth) => $"\n-- chain {depth}: {subject}"));
        CheckOutcome certificate = EvaluateDays(request, handshake, probe.Certificate.DaysLeft ?? 0);
        results.Add(Write(MailTestLayer.Tls, "Certificate", certificate, evidence + chain));
        return results;
    }

    /// <summary>A server that greets at once begins in the clear; a silent one waits for a handshake.</summary>
    private async Task<TlsMode> DetectModeAsync(
        TlsTestRequest request, KnownEndPoint at, ServerDialer dialer, CancellationToken cancellationToken)
    {
        try
        {
            bool greets = await Deadline.RunAsync(
                Timeouts.Silence(request.Timeout),
                timeProvider,
                async token =>
                {
                    await using ProbeConnection connection =
                        await dialer.ConnectAsync(at.Port, new Transcript(), token);
                    return await connection.WaitForDataAsync(token);
                },
                late: false,
                cancellationToken);
            return greets ? TlsMode.StartTls : TlsMode.Implicit;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return TlsMode.Implicit;
        }
    }

    private Task<CheckOutcome?> WithinAsync(
        TlsTestRequest request,
        Func<CancellationToken, Task<CheckOutcome?>> work,
        CancellationToken cancellationToken) =>
        Deadline.RunAsync(
            request.Timeout, timeProvider, work, CheckOutcome.Fail(MailTestCode.Timeout), cancellationToken);

    /// <summary>A cipher is weak without forward secrecy, or with an algorithm that is broken. RFC 9325 §4.1</summary>
    private static CheckOutcome EvaluateCipher(string suite, string protocol)
    {
        bool isWeak = suite.StartsWith("TLS_RSA_", StringComparison.Ordinal)
            || BrokenAlgorithms.Any(part => suite.Contains(part, StringComparison.Ordinal));
        return isWeak
            ? CheckOutcome.Warn(MailTestCode.TlsCipherWeak, ("cipher", suite))
            : CheckOutcome.Pass("TlsCipher", ("cipher", suite), ("version", protocol));
    }

    private static CheckOutcome EvaluateDays(TlsTestRequest request, CheckOutcome outcome, double daysLeft)
    {
        outcome = outcome.With(("days", $"{(int)Math.Floor(daysLeft)}"));
        if (outcome.Status != MailTestStatus.Pass)
        {
            return outcome;
        }

        return daysLeft < request.WarningDays
            ? CheckOutcome.Warn(MailTestCode.CertificateExpiring) with { Values = outcome.Values }
            : outcome with { Variant = "Certificate" };
    }
}
