using System.Globalization;
using MailAdmin.Texts;

namespace MailAdmin.Diagnostics.Texts;

/// <summary>Puts outcomes into words.</summary>
/// <param name="culture">The language.</param>
/// <param name="target">What was asked about.</param>
/// <param name="server">The server; null when an outcome names its host itself.</param>
/// <param name="timeout">How long a check may take.</param>
internal sealed class ResultWriter(CultureInfo culture, string target, string? server, TimeSpan timeout)
{
    // Placeholders for what a name server, a web server or the queue gave as a reason.
    private static readonly string[] Reasons = ["problem", "error", "reason"];
    private readonly TextCatalogue texts = DiagnosisTexts.For(culture);

    /// <summary>The result of a check.</summary>
    /// <param name="layer">Where it belongs.</param>
    /// <param name="check">The name of the check in the resource files, without "Check.".</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="at">The port; null when it is about none.</param>
    /// <param name="latency">How long it took.</param>
    public MailTestResult Write(
        MailTestLayer layer, string check, CheckOutcome outcome, KnownEndPoint? at = null, TimeSpan latency = default)
    {
        TextEntry text = texts.Find(outcome.Code, outcome.Variant);
        Dictionary<string, string> values = ValuesOf(outcome, at);
        return new MailTestResult
        {
            Target = target,
            Protocol = at?.Protocol,
            Server = outcome.Host ?? server,
            Port = at?.Port,
            Layer = layer,
            Check = texts.Name($"Check.{check}"),
            Status = outcome.Status,
            Code = outcome.Code,
            Message = TextTemplate.Fill(text.Message, values),
            Explanation = TextTemplate.Fill(text.Explanation, values),
            Suggestion = TextTemplate.Fill(text.Suggestion, values),
            FixCommand = outcome.FixCommand,
            Evidence = outcome.Evidence,
            Latency = latency,
        };
    }

    private Dictionary<string, string> ValuesOf(CheckOutcome outcome, KnownEndPoint? at)
    {
        Dictionary<string, string> values = new(outcome.Values)
        {
            ["server"] = outcome.Host ?? server ?? target,
            ["seconds"] = timeout.TotalSeconds.ToString("0.#", culture),
        };
        if (at is not null)
        {
            values["port"] = at.Port.ToString(CultureInfo.InvariantCulture);
            values["protocol"] = texts.Name($"Protocol.{at.Protocol}");
        }

        foreach (string reason in Reasons)
        {
            if (values.TryGetValue(reason, out string? written))
            {
                values[reason] = WrittenReason.In(written, culture);
            }
        }

        Translate(values, "foundTls", "Tls");
        Translate(values, "layer", "Layer");
        Translate(values, "mechanism", "Logon");
        Translate(values, "found", "Service");
        if (values.TryGetValue("found", out string? found))
        {
            values["found"] = char.ToUpper(found[0], culture) + found[1..];
        }

        return values;
    }

    /// <summary>Gives a value that is an identifier its name in the language, where it has one.</summary>
    private void Translate(Dictionary<string, string> values, string placeholder, string kind)
    {
        if (values.TryGetValue(placeholder, out string? value) && texts.TryFind($"{kind}.{value}") is { } name)
        {
            values[placeholder] = name.Message;
        }
    }
}
