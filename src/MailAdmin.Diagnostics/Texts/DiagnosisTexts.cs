using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MailAdmin.Diagnostics.Texts;

/// <summary>
/// The texts of all causes in one language, from the resource files of its folder: <c>Texts/en/*.json</c>. A key is a code, or a
/// code and a variant with a dot between; a variant that has no text of its own has the general one's.
/// </summary>
internal sealed class DiagnosisTexts
{
    private static readonly Lazy<DiagnosisTexts> English = new(() => new DiagnosisTexts("en"));
    private static readonly Lazy<DiagnosisTexts> Japanese = new(() => new DiagnosisTexts("ja"));
    private readonly FrozenDictionary<string, DiagnosisText> texts;

    private DiagnosisTexts(string language)
    {
        Assembly assembly = typeof(DiagnosisTexts).Assembly;
        Dictionary<string, DiagnosisText> read = new(StringComparer.Ordinal);
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.Replace('\\', '/').StartsWith($"Texts/{language}/", StringComparison.Ordinal)))
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            foreach ((string key, DiagnosisText text) in JsonSerializer.Deserialize(stream, DiagnosisTextJson.Default.DictionaryStringDiagnosisText)!)
            {
                read.Add(key, text);
            }
        }

        texts = read.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The keys there are.</summary>
    public IEnumerable<string> Keys => texts.Keys;

    /// <summary>The texts of a language; English serves every one that has none.</summary>
    public static DiagnosisTexts For(CultureInfo culture) => culture.TwoLetterISOLanguageName == "ja" ? Japanese.Value : English.Value;

    /// <summary>The text of a code.</summary>
    public DiagnosisText Find(string code, string variant = "") =>
        variant.Length > 0 && texts.TryGetValue($"{code}.{variant}", out DiagnosisText? special) ? special : texts[code];

    /// <summary>The name of a thing that is not a text of its own: a check, a kind of server, a protocol.</summary>
    public string Name(string key) => texts[key].Message;

    /// <summary>The name, or the key itself where there is none.</summary>
    public string NameOrKey(string key) => texts.TryGetValue(key, out DiagnosisText? text) ? text.Message : key;

    /// <summary>The text of a key; null: there is none.</summary>
    public DiagnosisText? TryFind(string key) => texts.GetValueOrDefault(key);

    /// <summary>Puts values in the place of names in braces. A value is not read again, whatever a server put into it.</summary>
    public static string Fill(string template, IReadOnlyDictionary<string, string> values)
    {
        StringBuilder filled = new(template.Length + 64);
        int at = 0;
        while (template.IndexOf('{', at) is var open and >= 0 && template.IndexOf('}', open) is var close and > 0)
        {
            filled.Append(template, at, open - at);
            string name = template[(open + 1)..close];
            filled.Append(values.TryGetValue(name, out string? value) ? value : "?");
            at = close + 1;
        }

        return filled.Append(template, at, template.Length - at).ToString();
    }
}

/// <summary>How the resource files are read.</summary>
[JsonSerializable(typeof(Dictionary<string, DiagnosisText>))]
internal sealed partial class DiagnosisTextJson : JsonSerializerContext;
