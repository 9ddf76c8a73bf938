namespace MailAdmin.Diagnostics;

/// <summary>How a check ended, before it is put into words.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Code">The cause.</param>
internal sealed record CheckOutcome(MailTestStatus Status, string Code)
{
    /// <summary>Which of the texts of the code fits; empty: the general one.</summary>
    public string Variant { get; init; } = "";

    /// <summary>Values for the placeholders of the texts.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>A command that puts it right or narrows it; empty: none.</summary>
    public string FixCommand { get; init; } = "";

    public static CheckOutcome Pass(string variant, params (string Name, string Value)[] values) =>
        new(MailTestStatus.Pass, MailTestCode.Ok) { Variant = variant, Values = ToValues(values) };

    public static CheckOutcome Fail(string code, string variant = "", params (string Name, string Value)[] values) =>
        new(MailTestStatus.Fail, code) { Variant = variant, Values = ToValues(values) };

    public static CheckOutcome Warn(string code, string variant = "", params (string Name, string Value)[] values) =>
        new(MailTestStatus.Warning, code) { Variant = variant, Values = ToValues(values) };

    public static CheckOutcome Skip(string reason, params (string Name, string Value)[] values) =>
        new(MailTestStatus.Skipped, MailTestCode.Skipped) { Variant = reason, Values = ToValues(values) };

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

    private static Dictionary<string, string> ToValues((string Name, string Value)[] values) =>
        values.ToDictionary(pair => pair.Name, pair => pair.Value);
}
