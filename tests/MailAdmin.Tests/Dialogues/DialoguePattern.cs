using System.Text.RegularExpressions;

namespace MailAdmin.Tests.Dialogues;

/// <summary>Matches what a server sends against a line of a dialogue, and remembers what was captured.</summary>
internal sealed partial class DialoguePattern
{
    private readonly Dictionary<string, string> captures = [];

    /// <summary>Whether a text matches; what it captures is remembered only then.</summary>
    public bool Matches(string pattern, string text)
    {
        Match match = Regex.Match(text, Translate(pattern), RegexOptions.Singleline | RegexOptions.CultureInvariant);
        if (!match.Success)
        {
            return false;
        }

        foreach (
            Group group in match.Groups.Cast<Group>()
                .Where(group => group.Name.StartsWith("c_", StringComparison.Ordinal)))
        {
            captures[group.Name[2..]] = group.Value;
        }

        return true;
    }

    /// <summary>Puts what was captured in the place of names.</summary>
    public string Substitute(string text) => Name().Replace(text, match =>
    {
        string name = match.Groups["name"].Value;
        return match.Value == "$$" ? "$" : captures
            .TryGetValue(name, out string? value) ? value : throw new FormatException($"${name} was not captured");
    });

    [GeneratedRegex("\\$\\$|\\$(?<name>[a-z]\\w*)|\\$\\{(?<name>[a-z]\\w*)\\}")]
    private static partial Regex Name();

    private string Translate(string pattern)
    {
        bool anyRest = pattern.EndsWith('*');
        string text = anyRest ? pattern[..^1] : pattern;
        System.Text.StringBuilder regex = new("\\A");
        HashSet<string> here = [];
        int position = 0;
        foreach (Match match in Name().Matches(text))
        {
            regex.Append(Regex.Escape(text[position..match.Index]));
            position = match.Index + match.Length;
            string name = match.Groups["name"].Value;
            regex.Append(match.Value == "$$" ? "\\$"
                : captures.TryGetValue(name, out string? value) ? Regex.Escape(value)
                : !here.Add(name) ? $"\\k<c_{name}>"
                : match.Value[1] == '{' ? $"(?<c_{name}>.*?)"
                : $"(?<c_{name}>[^ \\r\\n]+?)");
        }

        // "OK *" also matches "OK" alone.
        string last = text[position..];
        regex.Append(anyRest
            && last.EndsWith(' ') ? Regex.Escape(last[..^1]) + "(?: .*)?" : Regex.Escape(last) + (anyRest ? ".*" : ""));
        return regex.Append("\\z").ToString();
    }
}
