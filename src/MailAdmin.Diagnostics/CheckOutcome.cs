namespace MailAdmin.Diagnostics;

/// <summary>How a check ended, before it is put into words.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Code">The cause.</param>
internal sealed record CheckOutcome(MailTestStatus Status, string Code)
{
    private const int MaxEvidence = 4000;

    /// <summary>Which text of the code fits; empty for the general one.</summary>
    public string Variant { get; init; } = "";

    /// <summary>Values for the placeholders of the texts.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>A command that repairs the cause or narrows it down; empty when there is none.</summary>
    public string FixCommand { get; init; } = "";

    /// <summary>The host that the outcome is about; null when it is about the whole target.</summary>
    public string? Host { get; init; }

    /// <summary>The records or replies that show it.</summary>
    public string Evidence { get; init; } = "";

    public static CheckOutcome Pass(string variant, params (string Name, string Value)[] values) =>
        New(MailTestStatus.Pass, MailTestCode.Ok, variant, values);

    public static CheckOutcome Fail(string code, params (string Name, string Value)[] values) =>
        New(MailTestStatus.Fail, code, "", values);

    public static CheckOutcome Fail(string code, string variant, params (string Name, string Value)[] values) =>
        New(MailTestStatus.Fail, code, variant, values);

    public static CheckOutcome Warn(string code, params (string Name, string Value)[] values) =>
        New(MailTestStatus.Warning, code, "", values);

    public static CheckOutcome Warn(string code, string variant, params (string Name, string Value)[] values) =>
        New(MailTestStatus.Warning, code, variant, values);

    public static CheckOutcome Skip(string reason, params (string Name, string Value)[] values) =>
        New(MailTestStatus.Skipped, MailTestCode.Skipped, reason, values);

    /// <summary>The same outcome with more values.</summary>
    public CheckOutcome With(params (string Name, string Value)[] values)
    {
        Dictionary<string, string> all = new(Values);
        foreach ((string name, string value) in values)
        {
            all[name] = value;
        }

        return this with { Values = all };
    }

    /// <summary>The same outcome with the records that show it, harmless for terminals.</summary>
    public CheckOutcome WithEvidence(string evidence)
    {
        string clean = SafeText.WithoutControls(evidence, MaxEvidence, keepLines: true);
        return this with { Evidence = clean.Length < evidence.Length ? clean + "…" : clean };
    }

    private static CheckOutcome New(
        MailTestStatus status, string code, string variant, (string Name, string Value)[] values) =>
        new(status, code) { Variant = variant, Values = values.ToDictionary(pair => pair.Name, pair => pair.Value) };
}
