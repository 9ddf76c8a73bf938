using System.Globalization;

namespace MailAdmin.Diagnostics.Texts;

/// <summary>Puts findings about a server into words: checks that have a name of their own and are no layer of a chain.</summary>
internal sealed class FindingWriter(CultureInfo culture, string target, string? server, TimeSpan timeout)
{
    private readonly DiagnosisTexts texts = DiagnosisTexts.For(culture);

    /// <summary>A result.</summary>
    /// <param name="layer">Where it belongs.</param>
    /// <param name="check">The name of the check in the resource files, without "Check.".</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="at">The port; null: it is about none.</param>
    /// <param name="evidence">What was said or measured.</param>
    /// <param name="latency">How long it took.</param>
    public MailTestResult Write(
        MailTestLayer layer, string check, CheckOutcome outcome, KnownEndPoint? at = null, string evidence = "", TimeSpan latency = default)
    {
        DiagnosisText text = Find($"{outcome.Code}.{outcome.Variant}") ?? Find(outcome.Code)!;
        Dictionary<string, string> values = new(outcome.Values)
        {
            ["server"] = server ?? target,
            ["port"] = at?.Port.ToString(CultureInfo.InvariantCulture) ?? "",
            ["protocol"] = at is null ? "" : Find($"Protocol.{at.Protocol}")!.Message,
            ["seconds"] = timeout.TotalSeconds.ToString("0.#", culture),
        };
        return new MailTestResult
        {
            Target = target,
            Protocol = at?.Protocol,
            Server = server,
            Port = at?.Port,
            Layer = layer,
            Check = Find($"Check.{check}")!.Message,
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

    /// <summary>English is better than nothing where a text is not in the language.</summary>
    private DiagnosisText? Find(string key) => texts.TryFind(key) ?? DiagnosisTexts.For(CultureInfo.InvariantCulture).TryFind(key);
}
