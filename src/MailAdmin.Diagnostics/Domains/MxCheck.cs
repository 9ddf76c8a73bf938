using System.Net;
using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>MX records: that there are some, that they name hosts and that these exist. RFC 5321 §5.1; RFC 7505 (null MX); RFC 2181 §10.3 (no alias)</summary>
internal sealed class MxCheck : IDomainCheck
{
    public MailTestLayer Layer => MailTestLayer.Dns;

    public string Name => "ZoneMx";

    public async Task<IReadOnlyList<DomainFinding>> RunAsync(DomainContext context, CancellationToken cancellationToken)
    {
        DnsResult<MxEntry> mx = await context.Dns.MxAsync(context.Domain, cancellationToken);
        if (mx.IsUnknown)
        {
            return [DomainFinding.Unknown(context.Domain, mx, isFailure: true)];
        }

        if (mx.IsNone)
        {
            DnsResult<IPAddress> own = await context.Dns.AddressesAsync(context.Domain, cancellationToken);
            return [own.Outcome == DnsOutcome.Found
                ? DomainFinding.Warn(MailTestCode.MxImplicit, "", $"{context.Domain} MX: none", ("addresses", string.Join(", ", own.Records)))
                : DomainFinding.Fail(MailTestCode.NoMailExchanger, "Zone", $"{context.Domain} MX: none")];
        }

        string evidence = string.Join('\n', mx.Records.Select(entry => $"{context.Domain} MX {entry.Preference} {entry.Host}."));
        if (mx.Records.All(entry => entry.Host.Length == 0))
        {
            return [DomainFinding.Fail(MailTestCode.NullMailExchanger, "Zone", evidence)];
        }

        // A null MX beside others means nothing, and servers read it in different ways. RFC 7505 §3
        List<DomainFinding> problems = mx.Records.Any(entry => entry.Host.Length == 0)
            ? [DomainFinding.Warn(MailTestCode.NullMailExchanger, "ZoneBesideOthers", evidence)]
            : [];
        string[] hosts = [.. mx.Records.Select(entry => entry.Host).Where(host => host.Length > 0).Distinct()];
        DomainFinding?[] found = await Task.WhenAll(hosts.Select(host => LookAtAsync(context, host, cancellationToken)));
        bool isDead = found.All(finding => finding?.Outcome.Code is MailTestCode.MxDangling or MailTestCode.MxNotHost);
        problems.AddRange(found.OfType<DomainFinding>());
        return (isDead, problems.Count) switch
        {
            (true, _) => [DomainFinding.Fail(MailTestCode.NoMailExchanger, "ZoneHosts", evidence, ("hosts", string.Join(", ", hosts))), .. problems],
            (_, 0) => [DomainFinding.Pass("ZoneMx", evidence, ("hosts", string.Join(", ", hosts)))],
            _ => problems,
        };
    }

    private static async Task<DomainFinding?> LookAtAsync(DomainContext context, string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out _))
        {
            return DomainFinding.Warn(MailTestCode.MxNotHost, "", $"{context.Domain} MX {host}.").At(host);
        }

        Task<DnsResult<IPAddress>> asking = context.Dns.AddressesAsync(host, cancellationToken);
        DnsResult<string> alias = await context.Dns.AliasAsync(host, cancellationToken);
        DnsResult<IPAddress> addresses = await asking;
        return addresses switch
        {
            { IsNone: true } => DomainFinding.Warn(MailTestCode.MxDangling, "", $"{host}: {addresses.Outcome}").At(host),
            { IsUnknown: true } => DomainFinding.Unknown(host, addresses).At(host),
            _ when alias.Outcome == DnsOutcome.Found =>
                DomainFinding.Warn(MailTestCode.MxIsAlias, "", $"{host} CNAME {alias.Records[0]}", ("target", alias.Records[0])).At(host),
            _ => null,
        };
    }
}
