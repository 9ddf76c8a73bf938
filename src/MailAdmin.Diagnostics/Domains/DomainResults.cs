using MailAdmin.Diagnostics.Texts;
using MailAdmin.Texts;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>Puts findings into words.</summary>
internal sealed class DomainResults(DomainTestRequest request)
{
    private readonly TextCatalogue texts = DiagnosisTexts.For(request.Culture);

    public IEnumerable<MailTestResult> Of(DomainTest.Ended ended) => ended.Findings.Select(finding => Write(ended, finding));

    private MailTestResult Write(DomainTest.Ended ended, DomainFinding finding)
    {
        TextEntry text = texts.Find(finding.Outcome.Code, finding.Outcome.Variant);
        Dictionary<string, string> values = new(finding.Outcome.Values)
        {
            ["domain"] = request.Domain.Unicode,
            ["server"] = finding.Server ?? "",
            ["seconds"] = request.Timeout.TotalSeconds.ToString("0.#", request.Culture),
        };
        return new MailTestResult
        {
            Target = request.Target,
            Server = finding.Server,
            Layer = ended.Check.Layer,
            Check = texts.Name($"Check.{ended.Check.Name}"),
            Status = finding.Outcome.Status,
            Code = finding.Outcome.Code,
            Message = TextTemplate.Fill(text.Message, values),
            Explanation = TextTemplate.Fill(text.Explanation, values),
            Suggestion = TextTemplate.Fill(text.Suggestion, values),
            FixCommand = finding.Outcome.FixCommand,
            Evidence = finding.Evidence,
            Latency = ended.Latency,
        };
    }
}
