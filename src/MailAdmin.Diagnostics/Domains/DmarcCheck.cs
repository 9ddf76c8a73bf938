using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>DMARC: the record of the domain, or of the one above it, and whether its reports may go where it says. RFC 7489 §6.3, §6.6.3, §7.1</summary>
internal sealed class DmarcCheck : IDomainCheck
{
    private const int MaxReportAddresses = 5;
    private static readonly string[] ReportTags = ["rua", "ruf"];

    public MailTestLayer Layer => MailTestLayer.Policy;

    public string Name => "ZoneDmarc";

    public async Task<IReadOnlyList<DomainFinding>> RunAsync(DomainContext context, CancellationToken cancellationToken)
    {
        // The record above counts for the names below it; where the registration ends is not written in the DNS.
        for (string domain = context.Domain; domain.Contains('.', StringComparison.Ordinal); domain = domain[(domain.IndexOf('.') + 1)..])
        {
            DnsResult<string> texts = await context.Dns.TextsAsync("_dmarc." + domain, cancellationToken);
            if (texts.IsUnknown)
            {
                return [DomainFinding.Unknown("_dmarc." + domain, texts)];
            }

            string[] records = [.. texts.Records.Where(text => TagList.HasVersion(text, "DMARC1"))];
            if (records.Length > 0)
            {
                return await JudgeAsync(context, domain, records, cancellationToken);
            }
        }

        return [DomainFinding.Warn(MailTestCode.DmarcMissing, "", "")];
    }

    private static async Task<IReadOnlyList<DomainFinding>> JudgeAsync(
        DomainContext context, string domain, string[] records, CancellationToken cancellationToken)
    {
        string evidence = string.Join('\n', records.Select(record => $"_dmarc.{domain} TXT {record}"));
        if (records.Length > 1)
        {
            return [DomainFinding.Fail(MailTestCode.DmarcMultiple, "", evidence, ("name", domain))];
        }

        if (TagList.TryRead(records[0]) is not { } tags)
        {
            return [DomainFinding.Fail(MailTestCode.DmarcSyntax, "", evidence, ("tag", records[0]))];
        }

        if (WrongTag(tags) is { } wrong)
        {
            return [DomainFinding.Fail(MailTestCode.DmarcSyntax, "", evidence, ("tag", wrong))];
        }

        // Without p the record stands only for its reports. RFC 7489 §6.6.3
        string policy = tags.GetValueOrDefault("p", "none");
        string applied = domain == context.Domain ? policy : tags.GetValueOrDefault("sp", policy);
        List<DomainFinding> findings =
        [
            applied.Equals("none", StringComparison.OrdinalIgnoreCase)
                ? DomainFinding.Warn(MailTestCode.DmarcNone, "", evidence, ("name", domain))
                : DomainFinding.Pass("ZoneDmarc", evidence, ("policy", applied), ("name", domain)),
        ];
        foreach (string target in ReportDomains(tags).Where(target => !IsSame(target, domain)).Distinct().Take(MaxReportAddresses))
        {
            string name = $"{domain}._report._dmarc.{target}";
            DnsResult<string> consent = await context.Dns.TextsAsync(name, cancellationToken);
            if (consent.IsNone || (consent.Outcome == DnsOutcome.Found && !consent.Records.Any(text => TagList.HasVersion(text, "DMARC1"))))
            {
                findings.Add(DomainFinding.Warn(MailTestCode.DmarcReportRefused, "", $"{name} TXT: {consent.Outcome}", ("target", target), ("name", name)));
            }
        }

        return findings;
    }

    private static string? WrongTag(Dictionary<string, string> tags)
    {
        (string Name, string[] Allowed)[] rules =
        [
            ("p", ["none", "quarantine", "reject"]), ("sp", ["none", "quarantine", "reject"]), ("adkim", ["r", "s"]), ("aspf", ["r", "s"]),
        ];
        foreach ((string name, string[] allowed) in rules)
        {
            if (tags.TryGetValue(name, out string? value) && !allowed.Contains(value, StringComparer.OrdinalIgnoreCase))
            {
                return $"{name}={value}";
            }
        }

        bool isPercent = !tags.TryGetValue("pct", out string? percent) || (int.TryParse(percent, out int number) && number is >= 0 and <= 100);
        return !isPercent ? $"pct={percent}" : !tags.ContainsKey("p") && !tags.ContainsKey("rua") ? "p=" : null;
    }

    private static IEnumerable<string> ReportDomains(Dictionary<string, string> tags) =>
        ReportTags.SelectMany(tag => tags.GetValueOrDefault(tag, "").Split(',', StringSplitOptions.TrimEntries))
            .Where(address => address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) && address.Contains('@', StringComparison.Ordinal))
            .Select(address => address[(address.LastIndexOf('@') + 1)..].Split('!')[0].TrimEnd('.').ToLowerInvariant())
            .Where(target => DomainName.TryParse(target, out _));

    // Within one registration no consent is needed; names above and below are taken as such.
    private static bool IsSame(string target, string domain) =>
        target == domain || target.EndsWith("." + domain, StringComparison.Ordinal) || domain.EndsWith("." + target, StringComparison.Ordinal);
}
