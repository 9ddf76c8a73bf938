using System.Runtime.CompilerServices;
using MailAdmin.Diagnostics.Registration;
using MailAdmin.Diagnostics.Texts;
using MailAdmin.Diagnostics.Web;
using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>
/// Tests what a domain publishes for mail. The registration and the zone come first, since nothing else exists without
/// them; then all other checks run side by side. Results come in a fixed order.
/// </summary>
public sealed class DomainTest
{
    private static readonly RegistrationCheck Registration = new();
    private static readonly ZoneCheck Zone = new();

    private static readonly DomainCheck[] Records =
    [
        new MxCheck(), new HostAddressCheck(), new PointerCheck(), new SpfCheck(), new DkimCheck(), new DmarcCheck(),
        new MtaStsCheck(), new TlsReportCheck(), new DaneCheck(), new ServiceCheck(),
    ];

    private readonly DomainTestRequest request;
    private readonly DomainContext context;
    private readonly ResultWriter writer;

    private DomainTest(DomainTestRequest request, WebReader web, WebReader registries, TimeProvider clock)
    {
        this.request = request;
        RdapRegistry registry = new(registries, RdapBootstrap.Iana, request.RdapServer);
        context = new DomainContext(request, Lookup(request, clock), web, registry, clock);
        writer = new ResultWriter(request.Culture, request.Target, server: null, request.Timeout);
    }

    /// <summary>Runs all checks.</summary>
    public static async IAsyncEnumerable<MailTestResult> RunAsync(
        DomainTestRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The policy is looked up by the given name servers; the registry is not a host of the domain.
        TimeProvider clock = TimeProvider.System;
        using WebReader registries = WebReader.Create(request.Timeout, clock);
        using WebReader web = WebReader.Create(
            request.Timeout, clock, request.NameServers.Count > 0 ? Lookup(request, clock) : null);
        await foreach (MailTestResult result in RunAsync(request, web, registries, clock, cancellationToken))
        {
            yield return result;
        }
    }

    internal static IAsyncEnumerable<MailTestResult> RunAsync(
        DomainTestRequest request,
        WebReader web,
        WebReader registries,
        TimeProvider clock,
        CancellationToken cancellationToken) =>
        new DomainTest(request, web, registries, clock).RunAsync(cancellationToken);

    private static DnsLookup Lookup(DomainTestRequest request, TimeProvider clock) =>
        new(request.NameServers, DnsLimits.Within(request.Timeout), clock);

    private async IAsyncEnumerable<MailTestResult> RunAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Task<CompletedCheck> registration = RunAsync(Registration, cancellationToken);
        CompletedCheck zone = await RunAsync(Zone, cancellationToken);
        bool exists = zone.Outcomes.All(outcome => outcome.Status != MailTestStatus.Fail);
        Task<CompletedCheck>[] running =
        [
            .. Records.Select(check => exists
                ? RunAsync(check, cancellationToken)
                : Task.FromResult(new CompletedCheck(check, [CheckOutcome.Skip("ZoneFirst")], TimeSpan.Zero))),
        ];
        CompletedCheck registered = await registration;
        if (exists)
        {
            registered = registered with { Outcomes = RegistrationCheck.CorrectByZone(registered.Outcomes) };
        }

        foreach (Task<CompletedCheck> task in running.Prepend(Task.FromResult(zone)).Prepend(
            Task.FromResult(registered)))
        {
            CompletedCheck completed = await task;
            foreach (CheckOutcome outcome in completed.Outcomes)
            {
                CheckOutcome named = outcome.With(("domain", request.Domain.Unicode));
                yield return writer.Write(
                    completed.Check.Layer, completed.Check.Name, named, latency: completed.Latency);
            }
        }
    }

    private async Task<CompletedCheck> RunAsync(DomainCheck check, CancellationToken cancellationToken)
    {
        long started = context.Clock.GetTimestamp();
        int longer = Math.Min(600, (int)request.Timeout.TotalSeconds * 3);
        CheckOutcome late = CheckOutcome.Fail(MailTestCode.Timeout, "Zone") with
        {
            FixCommand = $"Test-MailDomain {CommandText.Quote(context.Domain)} -TimeoutSeconds {longer}",
        };

        // A check may ask many questions; all of them together have the time of one check.
        IReadOnlyList<CheckOutcome> outcomes = await Deadline.RunAsync(
            request.Timeout, context.Clock, token => check.RunAsync(context, token), [late], cancellationToken);
        return new CompletedCheck(check, outcomes, context.Clock.GetElapsedTime(started));
    }

    private sealed record CompletedCheck(DomainCheck Check, IReadOnlyList<CheckOutcome> Outcomes, TimeSpan Latency);
}
