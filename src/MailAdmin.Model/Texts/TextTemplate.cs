using System.Text;

namespace MailAdmin.Texts;

/// <summary>Puts values into the placeholders of a text, which are names in braces.</summary>
internal static class TextTemplate
{
    /// <summary>The text with its values, which are not searched for placeholders.</summary>
    public static string Fill(string template, IReadOnlyDictionary<string, string> values) =>
        Fill(template, name => values.GetValueOrDefault(name, "?"));

    /// <summary>The text with what a function gives for each placeholder.</summary>
    public static string Fill(string template, Func<string, string> valueOf)
    {
        StringBuilder filled = new(template.Length + 64);
        int at = 0;
        while (template.IndexOf('{', at) is var open and >= 0 && template.IndexOf('}', open) is var close and > 0)
        {
            filled.Append(template, at, open - at).Append(valueOf(template[(open + 1)..close]));
            at = close + 1;
        }

        return filled.Append(template, at, template.Length - at).ToString();
    }
}
