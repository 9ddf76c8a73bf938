using System.Net;
using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>MX records, and their hosts. RFC 5321 §5.1; RFC 7505 (null MX); RFC 2181 §10.3 (no alias)</summary>
internal sealed class MxCheck() : DomainCheck(MailTestLayer.Dns, "ZoneMx")
{
    public override async Task<IReadOnlyList<CheckOutcome>> RunAsync(
        DomainContext context, CancellationToken cancellationToken)
    {
        DnsResult<MxEntry> mx = await context.Dns.MxAsync(context.Domain, cancellationToken);
        if (mx.IsUnknown)
        {
            return [Unknown(context.Domain, mx, MailTestStatus.Fail)];
        }

        if (mx.IsNone)
        {
            DnsResult<IPAddress> own = await context.Dns.AddressesAsync(context.Domain, cancellationToken);
            CheckOutcome none = own.Outcome == DnsOutcome.Found
                ? CheckOutcome.Warn(MailTestCode.MxImplicit, ("addresses", string.Join(", ", own.Records)))
                : CheckOutcome.Fail(MailTestCode.NoMailExchanger, "Zone");
            return [none.WithEvidence($"{context.Domain} MX: none")];
        }

        string evidence = Evidence(
            context.Domain, "MX", mx.Records.Select(entry => $"{entry.Preference} {entry.Host}."));
        string[] hosts = [.. mx.Records.Select(entry => entry.Host).Where(host => host.Length > 0).Distinct()];
        if (hosts.Length == 0)
        {
            return [CheckOutcome.Fail(MailTestCode.NullMailExchanger, "Zone").WithEvidence(evidence)];
        }

        // A null MX beside others means nothing, and servers read it in different ways. RFC 7505 §3
        List<CheckOutcome> problems = mx.Records.Any(entry => entry.Host.Length == 0)
            ? [CheckOutcome.Warn(MailTestCode.NullMailExchanger, "ZoneBesideOthers").WithEvidence(evidence)]
            : [];
        CheckOutcome?[] found = await Task.WhenAll(hosts.Select(host => CheckAsync(context, host, cancellationToken)));
        bool isUnusable = found.All(outcome => outcome?.Code is MailTestCode.MxDangling or MailTestCode.MxNotHost);
        problems.AddRange(found.OfType<CheckOutcome>());
        (string, string) names = ("hosts", string.Join(", ", hosts));
        return (isUnusable, problems.Count) switch
        {
            (true, _) =>
            [
                CheckOutcome.Fail(MailTestCode.NoMailExchanger, "ZoneHosts", names).WithEvidence(evidence), .. problems,
            ],
            (_, 0) => [CheckOutcome.Pass("ZoneMx", names).WithEvidence(evidence)],
            _ => problems,
        };
    }

    private static async Task<CheckOutcome?> CheckAsync(
        DomainContext context, string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out _))
        {
            CheckOutcome notHost = CheckOutcome.Warn(MailTestCode.MxNotHost) with { Host = host };
            return notHost.WithEvidence($"{context.Domain} MX {host}.");
        }

        Task<DnsResult<IPAddress>> asking = context.Dns.AddressesAsync(host, cancellationToken);
        DnsResult<string> alias = await context.Dns.AliasAsync(host, cancellationToken);
        DnsResult<IPAddress> addresses = await asking;
        CheckOutcome? outcome = addresses switch
        {
            { IsNone: true } => CheckOutcome.Warn(MailTestCode.MxDangling).WithEvidence($"{host}: {addresses.Outcome}"),
            { IsUnknown: true } => Unknown(host, addresses),
            _ when alias.Outcome == DnsOutcome.Found =>
                CheckOutcome.Warn(MailTestCode.MxIsAlias, ("target", alias.Records[0]))
                .WithEvidence($"{host} CNAME {alias.Records[0]}"),
            _ => null,
        };
        return outcome is null ? null : outcome with { Host = host };
    }
}
