using System.Globalization;
using System.Reflection;

namespace MailAdmin.Texts;

/// <summary>The texts of an assembly in all its languages. A language is read when its first text is needed.</summary>
internal sealed class TextLanguages(Assembly assembly)
{
    private readonly Lazy<TextCatalogue> english = new(() => new TextCatalogue(assembly, "en"));
    private readonly Lazy<TextCatalogue> japanese = new(() => new TextCatalogue(assembly, "ja"));

    /// <summary>The texts in a language; English serves every culture that has none of its own.</summary>
    public TextCatalogue For(CultureInfo culture) =>
        culture.TwoLetterISOLanguageName == "ja" ? japanese.Value : english.Value;
}
