using System.Globalization;
using System.Text;
using MailAdmin.Texts;

namespace MailAdmin.Help;

/// <summary>
/// Writes about_MailAdmin_Errors: every ErrorId with its category, what it means, the messages that carry it and what
/// to do.
/// </summary>
internal sealed class ErrorPage(CultureInfo culture, Func<MailError, string> categoryOf)
{
    private const int Width = 80;
    private const string Indent = "    ";
    private readonly TextCatalogue texts = MailText.Languages.For(culture);
    private readonly TextCatalogue headings = new TextLanguages(typeof(ErrorPage).Assembly).For(culture);

    /// <summary>The page.</summary>
    public string Write()
    {
        StringBuilder page = new();
        AddSection(page, "Topic", "about_MailAdmin_Errors");
        AddSection(page, "ShortHeading", Heading("Short"));
        AddSection(page, "LongHeading", Heading("Long"));
        foreach (MailError error in Enum.GetValues<MailError>().OrderBy(
            error => error.ToString(), StringComparer.Ordinal))
        {
            AddError(page, error);
        }

        return page.ToString();
    }

    private void AddSection(StringBuilder page, string heading, string text)
    {
        page.Append(Heading(heading)).Append('\n');
        AddParagraph(page, text, Indent);
        page.Append('\n');
    }

    private void AddError(StringBuilder page, MailError error)
    {
        page.Append(error.ToString()).Append('\n');
        AddParagraph(page, TextTemplate.Fill(Heading("Category"), _ => categoryOf(error)), Indent);
        AddParagraph(page, texts.Find(error.ToString()).Explanation, Indent);
        foreach (string key in texts.Keys.Where(key => key.Split('.')[0] == error.ToString()).Order(
            StringComparer.Ordinal))
        {
            page.Append('\n');
            MailText text = MailText.Of(key);
            AddParagraph(page, text.In(culture), Indent);
            AddParagraph(page, text.SuggestionIn(culture), Indent + Indent);
        }

        page.Append('\n');
    }

    private string Heading(string name) => headings.Name(name);

    /// <summary>Adds a text that is broken at the width of a help page.</summary>
    private static void AddParagraph(StringBuilder page, string text, string indent)
    {
        int column = 0;
        foreach (string word in Words(text))
        {
            string printed = column == 0 ? word.TrimStart() : word;
            if (column > 0 && column + WidthOf(word.TrimEnd()) > Width)
            {
                page.Append('\n');
                column = 0;
                printed = word.TrimStart();
            }

            if (column == 0)
            {
                page.Append(indent);
                column = indent.Length;
            }

            page.Append(printed);
            column += WidthOf(printed);
        }

        page.Append('\n');
    }

    /// <summary>
    /// The pieces between which a line may end: words with the space before them, and single characters of Japanese.
    /// </summary>
    private static IEnumerable<string> Words(string text)
    {
        int start = 0;
        for (int i = 1; i < text.Length; i++)
        {
            if (text[i] == ' ' || ((IsWide(text[i]) || IsWide(text[i - 1])) && !IsClosing(text[i])))
            {
                yield return text[start..i];
                start = i;
            }
        }

        yield return text[start..];
    }

    // A line of Japanese does not begin with a full stop, a comma or a closing bracket.
    private static bool IsClosing(char character) => "。、）」".Contains(character, StringComparison.Ordinal);

    private static int WidthOf(string text) => text.Sum(character => IsWide(character) ? 2 : 1);

    private static bool IsWide(char character) => character >= '\u3000';
}
