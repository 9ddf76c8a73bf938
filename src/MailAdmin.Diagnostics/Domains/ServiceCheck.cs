using System.Net;
using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>SRV records by which mail programs find their servers. RFC 6186 §3; RFC 8314 §5.1</summary>
internal sealed class ServiceCheck() : DomainCheck(MailTestLayer.Dns, "ZoneSrv")
{
    private static readonly string[] Services = ["_imaps", "_imap", "_pop3s", "_pop3", "_submissions", "_submission"];

    public override async Task<IReadOnlyList<CheckOutcome>> RunAsync(
        DomainContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<CheckOutcome>[] all = await Task.WhenAll(
            Services.Select(service => CheckAsync(context, $"{service}._tcp.{context.Domain}", cancellationToken)));
        CheckOutcome[] outcomes = [.. all.SelectMany(found => found)];
        CheckOutcome[] problems = [.. outcomes.Where(outcome => outcome.Status != MailTestStatus.Pass)];
        string evidence = string.Join('\n', outcomes.Select(outcome => outcome.Evidence));
        return problems.Length > 0 ? problems
            : outcomes.Length == 0 ? [CheckOutcome.Skip("ZoneNoSrv")]
            : [CheckOutcome.Pass("ZoneSrv").WithEvidence(evidence)];
    }

    private static async Task<IReadOnlyList<CheckOutcome>> CheckAsync(
        DomainContext context, string name, CancellationToken cancellationToken)
    {
        DnsResult<ServiceEntry> records = await context.Dns.ServicesAsync(name, cancellationToken);
        if (records.IsUnknown)
        {
            return [Unknown(name, records)];
        }

        List<CheckOutcome> outcomes = [];
        foreach (ServiceEntry entry in records.Records)
        {
            // An empty host says that the service is not offered.
            bool isOffered = entry.Host.Length > 0;
            DnsResult<IPAddress>? addresses =
                isOffered ? await context.Dns.AddressesAsync(entry.Host, cancellationToken) : null;
            CheckOutcome outcome = isOffered && (addresses!.IsNone || entry.Port == 0)
                ? CheckOutcome.Fail(MailTestCode.SrvInvalid, ("name", name), ("host", entry.Host))
                : CheckOutcome.Pass("ZoneSrv");
            string evidence = $"{name} SRV {entry.Priority} {entry.Weight} {entry.Port} {entry.Host}.";
            outcomes.Add(outcome.WithEvidence(evidence) with { Host = entry.Host });
        }

        return outcomes;
    }
}
