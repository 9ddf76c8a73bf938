using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>DMARC: the record, and whether others accept its reports. RFC 7489 §6.3, §6.6.3, §7.1</summary>
internal sealed class DmarcCheck() : DomainCheck(MailTestLayer.Policy, "ZoneDmarc")
{
    private const string Version = "DMARC1";
    private const int MaxReportAddresses = 5;
    private static readonly string[] ReportTags = ["rua", "ruf"];

    private static readonly (string Name, string[] Allowed)[] Rules =
    [
        ("p", ["none", "quarantine", "reject"]),
        ("sp", ["none", "quarantine", "reject"]),
        ("adkim", ["r", "s"]),
        ("aspf", ["r", "s"]),
    ];

    public override async Task<IReadOnlyList<CheckOutcome>> RunAsync(
        DomainContext context, CancellationToken cancellationToken)
    {
        // The record above counts for the names below it; where the registration ends is not written in the DNS.
        string domain = context.Domain;
        for (; domain.Contains('.', StringComparison.Ordinal); domain = domain[(domain.IndexOf('.') + 1)..])
        {
            DnsResult<string> texts = await context.Dns.TextsAsync("_dmarc." + domain, cancellationToken);
            if (texts.IsUnknown)
            {
                return [Unknown("_dmarc." + domain, texts)];
            }

            string[] records = [.. texts.Records.Where(text => TagList.HasVersion(text, Version))];
            if (records.Length > 0)
            {
                return await EvaluateAsync(context, domain, records, cancellationToken);
            }
        }

        return [CheckOutcome.Warn(MailTestCode.DmarcMissing)];
    }

    private static async Task<IReadOnlyList<CheckOutcome>> EvaluateAsync(
        DomainContext context, string domain, string[] records, CancellationToken cancellationToken)
    {
        string evidence = Evidence("_dmarc." + domain, "TXT", records);
        if (records.Length > 1)
        {
            return [CheckOutcome.Fail(MailTestCode.DmarcMultiple, ("name", domain)).WithEvidence(evidence)];
        }

        Dictionary<string, string>? tags = TagList.TryRead(records[0]);
        if ((tags is null ? records[0] : WrongTag(tags)) is { } wrong)
        {
            return [CheckOutcome.Fail(MailTestCode.DmarcSyntax, ("tag", wrong)).WithEvidence(evidence)];
        }

        // Without p the record stands only for its reports. RFC 7489 §6.6.3
        string policy = tags!.GetValueOrDefault("p", "none");
        string applied = domain == context.Domain ? policy : tags!.GetValueOrDefault("sp", policy);
        CheckOutcome outcome = applied.Equals("none", StringComparison.OrdinalIgnoreCase)
            ? CheckOutcome.Warn(MailTestCode.DmarcNone, ("name", domain))
            : CheckOutcome.Pass("ZoneDmarc", ("policy", applied), ("name", domain));
        List<CheckOutcome> outcomes = [outcome.WithEvidence(evidence)];
        foreach (string target in ReportDomains(tags!, domain))
        {
            string name = $"{domain}._report._dmarc.{target}";
            DnsResult<string> consent = await context.Dns.TextsAsync(name, cancellationToken);
            if (!consent.IsUnknown && !consent.Records.Any(text => TagList.HasVersion(text, Version)))
            {
                outcomes.Add(CheckOutcome.Warn(MailTestCode.DmarcReportRefused, ("target", target), ("name", name))
                    .WithEvidence($"{name} TXT: {consent.Outcome}"));
            }
        }

        return outcomes;
    }

    private static string? WrongTag(Dictionary<string, string> tags)
    {
        foreach ((string name, string[] allowed) in Rules)
        {
            if (tags.TryGetValue(name, out string? value) && !allowed.Contains(value, StringComparer.OrdinalIgnoreCase))
            {
                return $"{name}={value}";
            }
        }

        string percent = tags.GetValueOrDefault("pct", "100");
        return !int.TryParse(percent, out int number) || number is < 0 or > 100 ? $"pct={percent}"
            : !tags.ContainsKey("p") && !tags.ContainsKey("rua") ? "p="
            : null;
    }

    /// <summary>The other domains to which reports go. Within one registration no consent is needed.</summary>
    private static IEnumerable<string> ReportDomains(Dictionary<string, string> tags, string domain) =>
        ReportTags.SelectMany(tag => tags.GetValueOrDefault(tag, "").Split(',', StringSplitOptions.TrimEntries))
            .Where(address => address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)
                && address.Contains('@', StringComparison.Ordinal))
            .Select(address => address[(address.LastIndexOf('@') + 1)..].Split('!')[0].TrimEnd('.').ToLowerInvariant())
            .Where(target => DomainName.TryParse(target, out _) && !IsSame(target, domain))
            .Distinct()
            .Take(MaxReportAddresses);

    // Names above and below are taken as those of one registration.
    private static bool IsSame(string target, string domain) =>
        target == domain
        || target.EndsWith("." + domain, StringComparison.Ordinal)
        || domain.EndsWith("." + target, StringComparison.Ordinal);
}
