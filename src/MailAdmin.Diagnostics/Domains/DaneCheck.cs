using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>
/// DANE: TLSA records of the mail hosts that a sender can use. Whether the certificate is the one that they name is a matter
/// of the connection, and whether the zone is signed one of the resolver. RFC 7672 §3.1; RFC 6698 §2.1
/// </summary>
internal sealed class DaneCheck : IDomainCheck
{
    public MailTestLayer Layer => MailTestLayer.Policy;

    public string Name => "ZoneDane";

    public async Task<IReadOnlyList<DomainFinding>> RunAsync(DomainContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> hosts = await context.MailHostsAsync(cancellationToken);
        DomainFinding?[] findings = await Task.WhenAll(hosts.Select(host => LookAtAsync(context, host, cancellationToken)));
        DomainFinding[] found = [.. findings.OfType<DomainFinding>()];
        return found.Length > 0 ? found : [DomainFinding.Skip("ZoneNoDane")];
    }

    private static async Task<DomainFinding?> LookAtAsync(DomainContext context, string host, CancellationToken cancellationToken)
    {
        string name = "_25._tcp." + host;
        DnsResult<TlsaEntry> records = await context.Dns.TlsaAsync(name, cancellationToken);
        if (records.Outcome != DnsOutcome.Found)
        {
            // A sender that does DANE does not deliver when this question fails. RFC 7672 §2.1
            return records.IsUnknown ? DomainFinding.Unknown(name, records).At(host) : null;
        }

        string evidence = string.Join('\n', records.Records.Select(entry => $"{name} TLSA {entry.Usage} {entry.Selector} {entry.Matching} {entry.Data}"));
        TlsaEntry[] usable = [.. records.Records.Where(IsUsable)];
        DomainFinding finding = usable.Length == 0
            ? DomainFinding.Fail(MailTestCode.DaneUnusable, "", evidence)
            : usable.Length < records.Records.Count
                ? DomainFinding.Warn(MailTestCode.DaneUnusable, "Some", evidence)
                : DomainFinding.Pass("ZoneDane", evidence);
        return finding.At(host);
    }

    // Usages 0 and 1 mean nothing for SMTP. RFC 7672 §3.1.3
    private static bool IsUsable(TlsaEntry entry) => entry.Usage is 2 or 3 && entry.Selector is 0 or 1 && entry.Matching switch
    {
        0 => entry.Data.Length > 0,
        1 => entry.Data.Length == 64,
        2 => entry.Data.Length == 128,
        _ => false,
    };
}
