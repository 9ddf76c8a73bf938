using System.Runtime.CompilerServices;
using MailAdmin.Diagnostics.Registration;
using MailAdmin.Diagnostics.Web;
using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>
/// Tests what a domain publishes for mail. The registration and the zone come first, for without them there is nothing else;
/// then all other checks run side by side. Results come in a fixed order.
/// </summary>
public static class DomainTest
{
    private static readonly IDomainCheck Registration = new RegistrationCheck();
    private static readonly IDomainCheck Zone = new ZoneCheck();

    private static readonly IDomainCheck[] Records =
    [
        new MxCheck(), new HostAddressCheck(), new PointerCheck(), new SpfCheck(), new DkimCheck(), new DmarcCheck(),
        new MtaStsCheck(), new TlsReportCheck(), new DaneCheck(), new ServiceCheck(),
    ];

    /// <summary>Runs all checks.</summary>
    public static async IAsyncEnumerable<MailTestResult> RunAsync(
        DomainTestRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The registry is elsewhere; the policy is the domain's, as the given name servers know it.
        using WebReader registries = WebReader.Create(request.Timeout, TimeProvider.System);
        using WebReader web = WebReader.Create(
            request.Timeout, TimeProvider.System, request.NameServers.Count > 0 ? Lookup(request, TimeProvider.System) : null);
        await foreach (MailTestResult result in RunAsync(request, web, registries, TimeProvider.System, cancellationToken))
        {
            yield return result;
        }
    }

    internal static async IAsyncEnumerable<MailTestResult> RunAsync(
        DomainTestRequest request, WebReader web, WebReader registries, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DnsLookup dns = Lookup(request, clock);
        DomainContext context = new(request, dns, web, new RdapRegistry(registries, RdapBootstrap.Iana, request.RdapServer), clock);
        DomainResults results = new(request);
        Task<Ended> registration = RunAsync(Registration, context, cancellationToken);
        Ended zone = await RunAsync(Zone, context, cancellationToken);
        bool isThere = !zone.Findings.Any(finding => finding.Outcome.Status == MailTestStatus.Fail);
        Task<Ended>[] running = isThere ? [.. Records.Select(check => RunAsync(check, context, cancellationToken))] : [];
        foreach (MailTestResult result in results.Of(RegistrationCheck.BesideZone(await registration, isThere)).Concat(results.Of(zone)))
        {
            yield return result;
        }

        foreach (IDomainCheck check in isThere ? [] : Records)
        {
            yield return results.Of(new Ended(check, [DomainFinding.Skip("ZoneFirst")], TimeSpan.Zero)).Single();
        }

        foreach (Task<Ended> task in running)
        {
            foreach (MailTestResult result in results.Of(await task))
            {
                yield return result;
            }
        }
    }

    // Two tries are over before the check is, so that the silence of a name server is named as such.
    private static DnsLookup Lookup(DomainTestRequest request, TimeProvider clock) => new(
        request.NameServers, new DnsLimits { ServerTimeout = request.Timeout * 0.4, QuestionTimeout = request.Timeout, Retries = 1 }, clock);

    private static async Task<Ended> RunAsync(IDomainCheck check, DomainContext context, CancellationToken cancellationToken)
    {
        long start = context.Clock.GetTimestamp();

        // A check may ask many questions; all of them together have the time of one check.
        using CancellationTokenSource deadline = new(context.Request.Timeout, context.Clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        IReadOnlyList<DomainFinding> findings;
        try
        {
            findings = await check.RunAsync(context, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            CheckOutcome timeout = CheckOutcome.Fail(MailTestCode.Timeout, "Zone") with
            {
                FixCommand = $"Test-MailDomain {CommandText.Quote(context.Domain)} -TimeoutSeconds {Math.Min(600, (int)context.Request.Timeout.TotalSeconds * 3)}",
            };
            findings = [new DomainFinding(timeout)];
        }

        return new Ended(check, findings, context.Clock.GetElapsedTime(start));
    }

    /// <summary>A check that has ended.</summary>
    internal sealed record Ended(IDomainCheck Check, IReadOnlyList<DomainFinding> Findings, TimeSpan Latency);
}
