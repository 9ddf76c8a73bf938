using System.Text.RegularExpressions;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Help;

public sealed partial class StandardsTests
{
    [Fact]
    public void Every_standard_that_the_source_cites_has_a_row_and_every_row_is_cited()
    {
        string source = Path.Combine(Places.RepositoryRoot, "src");
        IEnumerable<int> cited = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(
                path =>
                    !path.Contains(
                        $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(path => Citation().Matches(File.ReadAllText(path))).Select(NumberOf).Distinct().Order();
        string page = File.ReadAllText(
            Path.Combine(Places.StagedModule, "en-US", "about_MailAdmin_Standards.help.txt"));

        IEnumerable<int> listed = Row().Matches(page).Select(NumberOf);

        Assert.Equal(cited, listed);
    }

    private static int NumberOf(Match match) =>
        int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"RFC (\d+)")]
    private static partial Regex Citation();

    [GeneratedRegex(@"^    RFC (\d+) +(?:implemented|in part|reference) +\S", RegexOptions.Multiline)]
    private static partial Regex Row();
}
