using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>Whether the DNS has the domain at all.</summary>
internal sealed class ZoneCheck() : DomainCheck(MailTestLayer.Dns, "Zone")
{
    public override async Task<IReadOnlyList<CheckOutcome>> RunAsync(
        DomainContext context, CancellationToken cancellationToken)
    {
        DnsResult<string> servers = await context.Dns.NameServersAsync(context.Domain, cancellationToken);
        CheckOutcome outcome = servers switch
        {
            { IsUnknown: true } => Unknown(context.Domain, servers, MailTestStatus.Fail),
            { Outcome: DnsOutcome.NoName } =>
                CheckOutcome.Fail(MailTestCode.DomainNotFound, "Zone").WithEvidence($"{context.Domain} NS: NXDOMAIN"),
            _ => CheckOutcome.Pass("Zone").WithEvidence(Evidence(context.Domain, "NS", servers.Records)),
        };
        return [outcome];
    }
}
