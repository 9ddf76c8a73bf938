using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>TLS-RPT: where reports about TLS go. RFC 8460 §3</summary>
internal sealed class TlsReportCheck() : DomainCheck(MailTestLayer.Policy, "ZoneTlsRpt")
{
    public override async Task<IReadOnlyList<CheckOutcome>> RunAsync(
        DomainContext context, CancellationToken cancellationToken)
    {
        string name = "_smtp._tls." + context.Domain;
        DnsResult<string> texts = await context.Dns.TextsAsync(name, cancellationToken);
        if (texts.IsUnknown)
        {
            return [Unknown(name, texts)];
        }

        string[] records = [.. texts.Records.Where(text => TagList.HasVersion(text, "TLSRPTv1"))];
        if (records.Length == 0)
        {
            return [CheckOutcome.Skip("ZoneNoTlsRpt")];
        }

        string[] targets =
            TagList.TryRead(records[0])?.GetValueOrDefault("rua", "").Split(',', StringSplitOptions.TrimEntries) ?? [];
        bool isValid = records.Length == 1 && targets.Length > 0 && targets.All(IsReportAddress);
        CheckOutcome outcome = isValid
            ? CheckOutcome.Pass("ZoneTlsRpt", ("targets", string.Join(", ", targets)))
            : CheckOutcome.Fail(MailTestCode.TlsRptSyntax);
        return [outcome.WithEvidence(Evidence(name, "TXT", records))];
    }

    private static bool IsReportAddress(string target) =>
        target.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)
        || target.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
}
