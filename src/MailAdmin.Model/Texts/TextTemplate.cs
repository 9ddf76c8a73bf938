using System.Text;

namespace MailAdmin.Texts;

/// <summary>Puts values in the place of names in braces.</summary>
internal static class TextTemplate
{
    /// <summary>The text with its values. A value is not read again, whatever a server put into it.</summary>
    public static string Fill(string template, IReadOnlyDictionary<string, string> values) =>
        Fill(template, name => values.GetValueOrDefault(name, "?"));

    /// <summary>The text with what a function gives for each name.</summary>
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
