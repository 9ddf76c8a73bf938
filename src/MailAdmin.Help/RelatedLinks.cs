using System.Text.RegularExpressions;

namespace MailAdmin.Help;

/// <summary>
/// Where a reader of the help of a cmdlet may want to go on: the cmdlets that its text and examples name, those that
/// name it, and the others of its noun. One that stands alone leads to those of its subject.
/// </summary>
internal sealed partial class RelatedLinks(IReadOnlyCollection<CmdletDescription> cmdlets)
{
    /// <summary>The names of the related cmdlets, in alphabetical order.</summary>
    public IEnumerable<string> Of(CmdletDescription cmdlet)
    {
        HashSet<string> named = NamesIn(cmdlet);
        CmdletDescription[] others = [.. cmdlets.Where(other => other.Name != cmdlet.Name)];
        CmdletDescription[] related =
        [
            .. others.Where(other =>
                other.Noun == cmdlet.Noun || named.Contains(other.Name) || NamesIn(other).Contains(cmdlet.Name)),
        ];
        return (related.Length > 0 ? related : others.Where(other => other.Subject == cmdlet.Subject))
            .Select(other => other.Name)
            .Order(StringComparer.Ordinal);
    }

    private static HashSet<string> NamesIn(CmdletDescription cmdlet) =>
        [.. Texts(cmdlet).SelectMany(text => CmdletName().Matches(text)).Select(match => match.Value)];

    private static IEnumerable<string> Texts(CmdletDescription cmdlet) =>
    [
        cmdlet.Synopsis,
        cmdlet.Description,
        .. cmdlet.Examples.Select(example => example.Code),
    ];

    [GeneratedRegex(@"\b[A-Z][a-z]+-Mail[A-Za-z]+\b")]
    private static partial Regex CmdletName();
}
