using System.Globalization;
using MailAdmin.Texts;

namespace MailAdmin.Diagnostics.Texts;

/// <summary>The texts of all causes that a diagnosis can find.</summary>
internal static class DiagnosisTexts
{
    private static readonly TextLanguages Languages = new(typeof(DiagnosisTexts).Assembly);

    /// <summary>The texts in a language; English for every language that has none.</summary>
    public static TextCatalogue For(CultureInfo culture) => Languages.For(culture);
}
