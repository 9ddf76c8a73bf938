using System.Collections.Concurrent;
using System.Diagnostics;

namespace MailAdmin.Tests.Diagnostics;

/// <summary>
/// The table of faults: each gives its code as the root cause, and the same server without it fails in nothing.
/// </summary>
public sealed class FaultTableTests(ITestOutputHelper output)
{
    private static readonly string[] Contract =
    [
        "NetworkUnreachable", "ResolverUnreachable", "HostNotFound", "DomainNotFound", "DomainExpired", "DomainOnHold", "NoMailExchanger",
        "NullMailExchanger", "PortClosed", "PortFiltered", "WrongProtocol", "TlsOnPlainPort", "PlainOnTlsPort", "TlsHandshakeFailed", "TlsVersionOld",
        "CertificateExpired", "CertificateNameMismatch", "CertificateUntrusted", "StartTlsMissing", "LogonFailed",
        "LogonMechanismUnsupported", "LogonNeedsTls", "AppPasswordRequired", "AccountDisabled", "AccountLocked", "ProtocolDisabled",
        "MailboxFull", "MailboxLocked", "RelayDenied", "Greylisted", "Blocklisted", "ServerBusy", "Timeout", "ClockSkew",
    ];

    [Fact]
    public async Task Each_fault_gives_its_code_and_its_healthy_control_nothing()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux(), "Other systems have no port that drops packets, and other words for no way.");
        ConcurrentDictionary<int, (
            FaultCase Case, MailTestResult? Broken, MailTestResult? Healthy, TimeSpan Time)> rows = new();

        await Parallel.ForEachAsync(
            FaultCases.All.Index(), new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (item, _) =>
            {
                long started = Stopwatch.GetTimestamp();
                MailTestResult? broken = await item.Item.DiagnoseAsync(true);
                TimeSpan time = Stopwatch.GetElapsedTime(started);
                rows[item.Index] = (item.Item, broken, await item.Item.DiagnoseAsync(false), time);
            });

        List<string> wrong = [];
        output.WriteLine(
            $"{"Expected",-26}{"Root cause",-26}{"Healthy",-10}{"Layer",-10}{"Protocol",-12}{"ms",6}  Fault");
        foreach (
            (FaultCase item, MailTestResult? broken, MailTestResult? healthy, TimeSpan time) in rows
                .OrderBy(row => row.Key)
                .Select(row => row.Value))
        {
            string row =
                $"{item.Code,-26}{broken?.Code ?? "none",-26}{healthy?.Code ?? "Ok",-10}{broken?.Layer,-10}{item.Protocol,-12}{time.TotalMilliseconds,6:0}  {item.Fault}";
            output.WriteLine(row);
            bool isRight = broken?.Code == item.Code && healthy is null
                && broken is { Message.Length: > 0, Explanation.Length: > 0, Suggestion.Length: > 0, Evidence.Length: > 0 };
            if (!isRight)
            {
                wrong.Add($"{row}\n{broken?.Message}\n{broken?.Evidence}\n{healthy?.Message}\n{healthy?.Evidence}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }

    [Fact]
    public void Every_code_of_the_contract_has_a_fault()
    {
        HashSet<string> shown = [.. FaultCases.All.Select(item => item.Code)];

        Assert.Empty(Contract.Except(shown));
    }
}
