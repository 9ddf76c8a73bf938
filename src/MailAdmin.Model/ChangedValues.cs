using System.Collections.ObjectModel;

namespace MailAdmin;

/// <summary>
/// Values by the names of their properties, whose text is all of them: Export-Csv writes it into one cell.
/// </summary>
public sealed class ChangedValues : ReadOnlyDictionary<string, string>
{
    private ChangedValues(IDictionary<string, string> values)
        : base(values)
    {
    }

    /// <summary>No values.</summary>
    public static new ChangedValues Empty { get; } = new(new Dictionary<string, string>());

    /// <summary>Takes over values; null is none.</summary>
    public static ChangedValues Of(IReadOnlyDictionary<string, string>? values) => values switch
    {
        null or { Count: 0 } => Empty,
        ChangedValues same => same,
        _ => new ChangedValues(new Dictionary<string, string>(values)),
    };

    /// <summary>Each name, an equals sign and its value, with semicolons between them.</summary>
    public override string ToString() => string.Join("; ", this.Select(value => $"{value.Key}={value.Value}"));
}
