using System.Globalization;
using System.Text;

namespace MailAdmin.Diagnostics.Texts;

/// <summary>
/// The texts of all causes in one language. A key is a code, or a code and a variant with a dot between; a variant that
/// has no text of its own has the general one's.
/// </summary>
internal sealed class DiagnosisTexts(IReadOnlyDictionary<string, DiagnosisText> texts, IReadOnlyDictionary<string, string> names)
{
    private static readonly DiagnosisTexts English = new(EnglishTexts.Texts, EnglishTexts.Names);

    /// <summary>The languages there are, by their two letters. English serves every other one.</summary>
    private static readonly Dictionary<string, DiagnosisTexts> Languages = new() { ["en"] = English };

    public static DiagnosisTexts For(CultureInfo culture) =>
        Languages.GetValueOrDefault(culture.TwoLetterISOLanguageName, English);

    public DiagnosisText Find(string code, string variant) =>
        variant.Length > 0 && texts.TryGetValue($"{code}.{variant}", out DiagnosisText? special) ? special : texts[code];

    /// <summary>The name of a thing that is not a text of its own: a check, a kind of server, a protocol.</summary>
    public string Name(string key) => names[key];

    /// <summary>The name, or the key itself where there is none.</summary>
    public string NameOrKey(string key) => names.GetValueOrDefault(key, key);

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
