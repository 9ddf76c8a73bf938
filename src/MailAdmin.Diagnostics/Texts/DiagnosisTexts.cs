using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace MailAdmin.Diagnostics.Texts;

/// <summary>
/// The texts of all causes in one language, read from the resource files <c>Texts/en/*.json</c>. A key is a code, or a
/// code and a variant separated by a dot; a variant without a text of its own has that of its code.
/// </summary>
internal sealed partial class DiagnosisTexts
{
    private static readonly Lazy<DiagnosisTexts> English = new(() => new DiagnosisTexts("en"));
    private static readonly Lazy<DiagnosisTexts> Japanese = new(() => new DiagnosisTexts("ja"));
    private readonly FrozenDictionary<string, DiagnosisText> texts;

    private DiagnosisTexts(string language)
    {
        Assembly assembly = typeof(DiagnosisTexts).Assembly;
        string folder = $"Texts/{language}/";
        Dictionary<string, DiagnosisText> read = new(StringComparer.Ordinal);
        foreach (string name in assembly.GetManifestResourceNames()
            .Where(name => name.Replace('\\', '/').StartsWith(folder, StringComparison.Ordinal)))
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            Dictionary<string, DiagnosisText> file =
                JsonSerializer.Deserialize(stream, DiagnosisTextJson.Default.DictionaryStringDiagnosisText)!;
            foreach ((string key, DiagnosisText text) in file)
            {
                read.Add(key, text);
            }
        }

        texts = read.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public IEnumerable<string> Keys => texts.Keys;

    /// <summary>The texts in a language; English for every language that has none.</summary>
    public static DiagnosisTexts For(CultureInfo culture) =>
        culture.TwoLetterISOLanguageName == "ja" ? Japanese.Value : English.Value;

    /// <summary>The text of a code.</summary>
    public DiagnosisText Find(string code, string variant = "") => TryFind($"{code}.{variant}") ?? texts[code];

    /// <summary>The name of a check, a layer, a kind of server or a protocol.</summary>
    public string Name(string key) => texts[key].Message;

    /// <summary>The text of a key; null when there is none.</summary>
    public DiagnosisText? TryFind(string key) => texts.GetValueOrDefault(key);

    /// <summary>
    /// Puts values into the placeholders. A value is not searched for placeholders, whatever a server put into it.
    /// </summary>
    public static string Fill(string template, IReadOnlyDictionary<string, string> values) =>
        Placeholder().Replace(template, match => values.GetValueOrDefault(match.Groups[1].Value, "?"));

    [GeneratedRegex(@"\{([^}]*)\}")]
    private static partial Regex Placeholder();
}

/// <summary>Reads the resource files without reflection.</summary>
[JsonSerializable(typeof(Dictionary<string, DiagnosisText>))]
internal sealed partial class DiagnosisTextJson : JsonSerializerContext;
