using System.Text.RegularExpressions;

namespace MailAdmin.Texts;

/// <summary>Puts values into the placeholders of a text, which are names in braces.</summary>
internal static partial class TextTemplate
{
    /// <summary>The text with its values, which are not searched for placeholders.</summary>
    public static string Fill(string template, IReadOnlyDictionary<string, string> values) =>
        Fill(template, name => values.GetValueOrDefault(name, "?"));

    /// <summary>The text with what a function gives for each placeholder.</summary>
    public static string Fill(string template, Func<string, string> valueOf) =>
        Placeholder().Replace(template, match => valueOf(match.Groups[1].Value));

    [GeneratedRegex(@"\{([^}]*)\}")]
    private static partial Regex Placeholder();
}
