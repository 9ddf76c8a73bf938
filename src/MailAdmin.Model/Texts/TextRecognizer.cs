using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MailAdmin.Texts;

/// <summary>
/// Finds the text of the catalogue that a written message came from, with its values: a message in a log, in the queue
/// or on a screen has lost its key. Text from elsewhere may be hostile, so the expressions do not backtrack.
/// </summary>
internal sealed class TextRecognizer
{
    private static readonly CultureInfo[] Cultures = [CultureInfo.InvariantCulture, CultureInfo.GetCultureInfo("ja")];
    private readonly List<Template> templates = [];

    /// <summary>Prepares some texts.</summary>
    /// <param name="languages">The texts.</param>
    /// <param name="isIncluded">Which keys.</param>
    /// <param name="isWhole">Whether the message is all of what is written, and not only a part.</param>
    /// <param name="minLiteral">How many characters of a text, beside its values, must be found at least.</param>
    public TextRecognizer(TextLanguages languages, Func<string, bool> isIncluded, bool isWhole, int minLiteral)
    {
        foreach (TextCatalogue catalogue in Cultures.Select(languages.For))
        {
            foreach (string key in catalogue.Keys.Where(isIncluded))
            {
                TextEntry entry = catalogue.TryFind(key)!;
                Template template = Template.Of(key, entry, isWhole);
                if (template.LiteralLength >= minLiteral)
                {
                    templates.Add(template);
                }
            }
        }

        // Where two texts fit, the one with more words of its own says more.
        templates.Sort((one, other) => other.LiteralLength.CompareTo(one.LiteralLength));
    }

    /// <summary>The text with its values; null when none fits.</summary>
    public MailText? Find(string written)
    {
        foreach (Template template in templates)
        {
            Match match = template.Pattern.Match(written);
            if (match.Success)
            {
                string?[] values = [.. template.Values.Select(name => match.Groups[name].Value)];
                return MailText.Of(template.Key, values);
            }
        }

        return null;
    }

    private sealed record Template(string Key, Regex Pattern, IReadOnlyList<string> Values, int LiteralLength)
    {
        public static Template Of(string key, TextEntry entry, bool isWhole)
        {
            StringBuilder pattern = new(isWhole ? "^" : "");
            int literal = 0;
            HashSet<string> seen = [];
            for (int at = 0; at < entry.Message.Length;)
            {
                int open = entry.Message.IndexOf('{', at);
                int end = open < 0 ? entry.Message.Length : open;
                pattern.Append(Regex.Escape(entry.Message[at..end]));
                literal += end - at;
                at = end;
                if (open >= 0)
                {
                    int close = entry.Message.IndexOf('}', open);
                    string name = entry.Message[(open + 1)..close];
                    bool isLast = close == entry.Message.Length - 1;
                    pattern.Append(seen.Add(name) ? $"(?<{name}>.+{(isLast ? "" : "?")})" : ".+?");
                    at = close + 1;
                }
            }

            Regex regex = new(
                pattern.Append(isWhole ? "$" : "").ToString(),
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);
            return new Template(key, regex, entry.Values, literal);
        }
    }
}
