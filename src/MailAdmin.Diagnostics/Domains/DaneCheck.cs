using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>
/// DANE: whether senders can use the TLSA records of the mail hosts. Comparing the certificate takes a connection, and
/// whether the zone is signed is for the resolver to check. RFC 7672 §3.1; RFC 6698 §2.1
/// </summary>
internal sealed class DaneCheck() : DomainCheck(MailTestLayer.Policy, "ZoneDane")
{
    public override async Task<IReadOnlyList<CheckOutcome>> RunAsync(
        DomainContext context, CancellationToken cancellationToken) => await CheckAllAsync(
            await context.MailHostsAsync(cancellationToken),
            host => CheckAsync(context, host, cancellationToken),
            CheckOutcome.Skip("ZoneNoDane"));

    private static async Task<CheckOutcome?> CheckAsync(
        DomainContext context, string host, CancellationToken cancellationToken)
    {
        string name = "_25._tcp." + host;
        DnsResult<TlsaEntry> records = await context.Dns.TlsaAsync(name, cancellationToken);
        if (records.Outcome != DnsOutcome.Found)
        {
            // A sender that uses DANE does not deliver when this question fails. RFC 7672 §2.1
            return records.IsUnknown ? Unknown(name, records) with { Host = host } : null;
        }

        int usable = records.Records.Count(IsUsable);
        CheckOutcome outcome = usable == 0 ? CheckOutcome.Fail(MailTestCode.DaneUnusable)
            : usable < records.Records.Count ? CheckOutcome.Warn(MailTestCode.DaneUnusable, "Some")
            : CheckOutcome.Pass("ZoneDane");
        IEnumerable<string> evidence =
            records.Records.Select(entry => $"{entry.Usage} {entry.Selector} {entry.Matching} {entry.Data}");
        return outcome.WithEvidence(Evidence(name, "TLSA", evidence)) with { Host = host };
    }

    // Usages 0 and 1 mean nothing for SMTP. RFC 7672 §3.1.3
    private static bool IsUsable(TlsaEntry entry) =>
        entry.Usage is 2 or 3 && entry.Selector is 0 or 1 && entry.Matching switch
        {
            0 => entry.Data.Length > 0,
            1 => entry.Data.Length == 64,
            2 => entry.Data.Length == 128,
            _ => false,
        };
}
