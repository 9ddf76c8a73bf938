using System.Globalization;
using System.Runtime.CompilerServices;
using MailAdmin.Diagnostics.Texts;
using MailAdmin.Diagnostics.Wire;

namespace MailAdmin.Diagnostics.Tls;

/// <summary>
/// Looks at the TLS of a server's ports: the versions it takes, each offered alone, the cipher that programs of today get,
/// and the certificate with its chain, names and the days it has left. RFC 8997 (1.2 at least), RFC 9525 (names).
/// </summary>
public sealed class TlsTest(TimeProvider timeProvider, IHostResolver resolver)
{
    private static readonly TlsVersion[] Versions = [TlsVersion.Tls10, TlsVersion.Tls11, TlsVersion.Tls12, TlsVersion.Tls13];

    /// <summary>Makes the checks; the ports side by side, the results in their order.</summary>
    public async IAsyncEnumerable<MailTestResult> RunAsync(TlsTestRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        FindingWriter writer = new(request.Culture, request.Server, request.Server, request.Timeout);
        ServerDialer dialer = new(request.Server, request.ConnectAddress, resolver, timeProvider);
        CheckOutcome? unknown = await WithinAsync(request, dialer.ResolveAsync, cancellationToken);
        if (unknown is not null)
        {
            yield return writer.Write(MailTestLayer.Dns, "Dns", unknown);
            yield break;
        }

        List<Task<IReadOnlyList<MailTestResult>>> ports =
            [.. request.EndPoints.Select(at => Task.Run(() => TestAsync(request, at, dialer, writer, cancellationToken), cancellationToken))];
        foreach (Task<IReadOnlyList<MailTestResult>> port in ports)
        {
            foreach (MailTestResult result in await port)
            {
                yield return result;
            }
        }
    }

    private async Task<IReadOnlyList<MailTestResult>> TestAsync(
        TlsTestRequest request, KnownEndPoint at, ServerDialer dialer, FindingWriter writer, CancellationToken cancellationToken)
    {
        long started = timeProvider.GetTimestamp();
        if (at.TlsMode == TlsMode.Auto)
        {
            at = at with { TlsMode = await ListenForModeAsync(request, at, dialer, cancellationToken) };
        }

        TlsProbe probe = new(request, at, dialer, timeProvider);
        CheckOutcome? certificate = await WithinAsync(request, probe.HandshakeAsync, cancellationToken);
        TimeSpan latency = timeProvider.GetElapsedTime(started);
        string evidence = probe.Transcript.TakeNew();
        if (certificate is { Code: MailTestCode.Timeout } && probe.Suite is null && evidence.Length == 0)
        {
            certificate = CheckOutcome.Fail(MailTestCode.PortFiltered);
        }

        bool isClosed = certificate?.Code is MailTestCode.PortClosed or MailTestCode.PortFiltered;
        if (isClosed && !request.ArePortsGiven)
        {
            return [writer.Write(MailTestLayer.Port, "Port", CheckOutcome.Skip("PortUnused"), at, evidence, latency)];
        }

        if (probe.Obstacle is { } obstacle)
        {
            return [writer.Write(isClosed ? MailTestLayer.Port : MailTestLayer.Tls, isClosed ? "Port" : "Tls", obstacle, at, evidence, latency)];
        }

        ServerHello?[] taken = await Task.WhenAll(Versions.Select(version => OfferAsync(request, probe, version, cancellationToken)));
        List<MailTestResult> results =
        [
            writer.Write(MailTestLayer.Tls, "TlsVersion", JudgeVersions(taken), at, Describe(taken), latency),
        ];
        if (probe.Suite is { } suite)
        {
            results.Add(writer.Write(MailTestLayer.Tls, "TlsCipher", JudgeCipher(suite.ToString(), probe.Protocol), at, $"-- {probe.Protocol}, {suite}", latency));
        }

        string chain = string.Concat(probe.Chain.Select((subject, depth) => $"\n-- chain {depth}: {subject}"));
        results.Add(writer.Write(MailTestLayer.Tls, "Certificate", JudgeDays(request, certificate!, probe.DaysLeft), at, evidence + chain, latency));
        return results;
    }

    /// <summary>A server that greets at once speaks in the clear; one that is silent waits for a handshake.</summary>
    private async Task<TlsMode> ListenForModeAsync(
        TlsTestRequest request, KnownEndPoint at, ServerDialer dialer, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Timeouts.Silence(request.Timeout), timeProvider);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await using ProbeConnection connection = await dialer.ConnectAsync(at.Port, new Transcript(), both.Token);
            return await connection.WaitForOctetsAsync(both.Token) ? TlsMode.StartTls : TlsMode.Implicit;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return TlsMode.Implicit;
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            return TlsMode.Implicit;
        }
    }

    private async Task<ServerHello?> OfferAsync(TlsTestRequest request, TlsProbe probe, TlsVersion version, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(request.Timeout, timeProvider);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await probe.OfferAsync(version, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<CheckOutcome?> WithinAsync(
        TlsTestRequest request, Func<CancellationToken, Task<CheckOutcome?>> work, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(request.Timeout, timeProvider);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await work(both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return CheckOutcome.Fail(MailTestCode.Timeout);
        }
    }

    private static CheckOutcome JudgeVersions(ServerHello?[] taken)
    {
        TlsVersion[] offered = [.. taken.OfType<ServerHello>().Select(hello => hello.Version)];
        string names = string.Join(", ", offered.Select(NameOf));
        bool isModern = offered.Any(version => version >= TlsVersion.Tls12);
        if (!isModern)
        {
            return CheckOutcome.Fail(MailTestCode.TlsVersionOld, offered.Length == 0 ? "None" : "Only").With(("versions", names));
        }

        return offered.Any(version => version < TlsVersion.Tls12)
            ? CheckOutcome.Warn(MailTestCode.TlsVersionOld, "", ("versions", names), ("old", string.Join(", ", offered.Where(version => version < TlsVersion.Tls12).Select(NameOf))))
            : CheckOutcome.Pass("TlsVersion", ("versions", names));
    }

    /// <summary>Weak: no forward secrecy, or an algorithm that is broken (RFC 9325 §4.1).</summary>
    private static CheckOutcome JudgeCipher(string suite, string protocol)
    {
        string[] broken = ["_RC4_", "_3DES_", "_DES_", "_NULL_", "_EXPORT_", "_anon_"];
        bool isWeak = suite.StartsWith("TLS_RSA_", StringComparison.Ordinal) || broken.Any(part => suite.Contains(part, StringComparison.Ordinal));
        return isWeak
            ? CheckOutcome.Warn(MailTestCode.TlsCipherWeak, "", ("cipher", suite))
            : CheckOutcome.Pass("TlsCipher", ("cipher", suite), ("version", protocol));
    }

    private static CheckOutcome JudgeDays(TlsTestRequest request, CheckOutcome outcome, double? daysLeft)
    {
        string days = ((int)Math.Floor(daysLeft ?? 0)).ToString(CultureInfo.InvariantCulture);
        if (outcome.Status != MailTestStatus.Pass)
        {
            return outcome.With(("days", days));
        }

        return daysLeft < request.WarningDays
            ? outcome.With(("days", days)) with { Status = MailTestStatus.Warning, Code = MailTestCode.CertificateExpiring, Variant = "" }
            : outcome.With(("days", days)) with { Variant = "Certificate" };
    }

    private static string Describe(ServerHello?[] taken) =>
        string.Join('\n', Versions.Zip(taken, (version, hello) => $"-- {NameOf(version)}: {(hello is null ? "refused" : $"taken, {hello.Suite}")}"));

    private static string NameOf(TlsVersion version) => version switch
    {
        TlsVersion.Tls10 => "TLS 1.0",
        TlsVersion.Tls11 => "TLS 1.1",
        TlsVersion.Tls12 => "TLS 1.2",
        _ => "TLS 1.3",
    };
}
