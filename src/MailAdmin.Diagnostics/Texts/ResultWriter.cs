using System.Globalization;
using MailAdmin.Diagnostics.Connection;

namespace MailAdmin.Diagnostics.Texts;

/// <summary>Puts outcomes into words.</summary>
internal sealed class ResultWriter(ConnectionTestRequest request)
{
    private readonly DiagnosisTexts texts = DiagnosisTexts.For(request.Culture);

    public MailTestResult Write(MailTestLayer layer, CheckOutcome outcome, string evidence, TimeSpan latency)
    {
        DiagnosisText text = texts.Find(outcome.Code, outcome.Variant);
        Dictionary<string, string> values = Values(outcome);
        return new MailTestResult
        {
            Target = request.Target,
            Protocol = request.Protocol,
            Server = request.Server,
            Port = request.Port,
            Layer = layer,
            Check = texts.Name($"Check.{layer}"),
            Status = outcome.Status,
            Code = outcome.Code,
            Message = DiagnosisTexts.Fill(text.Message, values),
            Explanation = DiagnosisTexts.Fill(text.Explanation, values),
            Suggestion = DiagnosisTexts.Fill(text.Suggestion, values),
            FixCommand = outcome.FixCommand,
            Evidence = evidence,
            Latency = latency,
        };
    }

    private Dictionary<string, string> Values(CheckOutcome outcome)
    {
        Dictionary<string, string> values = new(outcome.Values)
        {
            ["server"] = request.Server,
            ["port"] = request.Port.ToString(CultureInfo.InvariantCulture),
            ["protocol"] = texts.Name($"Protocol.{request.Protocol}"),
            ["seconds"] = request.Timeout.TotalSeconds.ToString("0.#", request.Culture),
        };
        if (values.TryGetValue("found", out string? found))
        {
            values["found"] = Sentence(texts.NameOrKey($"Service.{found}"));
        }

        Name(values, "foundTls", "Tls");
        Name(values, "layer", "Layer");
        Name(values, "mechanism", "Logon");

        return values;
    }

    /// <summary>A value that stands for a thing has its name in the language.</summary>
    private void Name(Dictionary<string, string> values, string placeholder, string kind)
    {
        if (values.TryGetValue(placeholder, out string? value))
        {
            string key = $"{kind}.{value}";
            string name = texts.NameOrKey(key);
            values[placeholder] = name == key ? value : name;
        }
    }

    private string Sentence(string text) => text.Length == 0 ? text : char.ToUpper(text[0], request.Culture) + text[1..];
}
