using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>Whether the DNS knows the domain at all.</summary>
internal sealed class ZoneCheck : IDomainCheck
{
    public MailTestLayer Layer => MailTestLayer.Dns;

    public string Name => "Zone";

    public async Task<IReadOnlyList<DomainFinding>> RunAsync(DomainContext context, CancellationToken cancellationToken)
    {
        DnsResult<string> servers = await context.Dns.NameServersAsync(context.Domain, cancellationToken);
        return servers switch
        {
            { IsUnknown: true } => [DomainFinding.Unknown(context.Domain, servers, isFailure: true)],
            { Outcome: DnsOutcome.NoName } => [DomainFinding.Fail(MailTestCode.DomainNotFound, "Zone", $"{context.Domain} NS: NXDOMAIN")],
            _ => [DomainFinding.Pass("Zone", string.Join('\n', servers.Records.Select(name => $"{context.Domain} NS {name}")))],
        };
    }
}
