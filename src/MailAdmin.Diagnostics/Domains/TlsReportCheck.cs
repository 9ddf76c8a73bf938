using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>TLS-RPT: where reports about TLS go. RFC 8460 §3</summary>
internal sealed class TlsReportCheck : IDomainCheck
{
    public MailTestLayer Layer => MailTestLayer.Policy;

    public string Name => "ZoneTlsRpt";

    public async Task<IReadOnlyList<DomainFinding>> RunAsync(DomainContext context, CancellationToken cancellationToken)
    {
        string name = "_smtp._tls." + context.Domain;
        DnsResult<string> texts = await context.Dns.TextsAsync(name, cancellationToken);
        if (texts.IsUnknown)
        {
            return [DomainFinding.Unknown(name, texts)];
        }

        string[] records = [.. texts.Records.Where(text => TagList.HasVersion(text, "TLSRPTv1"))];
        if (records.Length == 0)
        {
            return [DomainFinding.Skip("ZoneNoTlsRpt")];
        }

        string evidence = string.Join('\n', records.Select(text => $"{name} TXT {text}"));
        string[] targets = TagList.TryRead(records[0])?.GetValueOrDefault("rua", "").Split(',', StringSplitOptions.TrimEntries) ?? [];
        bool isRight = records.Length == 1 && targets.Length > 0 && targets.All(target =>
            target.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) || target.StartsWith("https:", StringComparison.OrdinalIgnoreCase));
        return [isRight
            ? DomainFinding.Pass("ZoneTlsRpt", evidence, ("targets", string.Join(", ", targets)))
            : DomainFinding.Fail(MailTestCode.TlsRptSyntax, "", evidence)];
    }
}
