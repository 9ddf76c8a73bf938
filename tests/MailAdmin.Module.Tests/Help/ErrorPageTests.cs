using System.Text.RegularExpressions;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Help;

/// <summary>about_MailAdmin_Errors, which is made of the catalogue of texts and the table of categories.</summary>
public sealed partial class ErrorPageTests
{
    [Theory]
    [InlineData("en-US", "Category: ")]
    [InlineData("ja", "カテゴリ: ")]
    public void Every_error_of_the_module_is_there_with_its_category(string language, string heading)
    {
        string[] page = Read(language);

        string[] errors = [.. page.Where(line => ErrorId().IsMatch(line))];
        string[] categories = [.. page.Select(line => line.Trim()).Where(line => line.StartsWith(heading, StringComparison.Ordinal))];

        using ModuleShell shell = new();
        IEnumerable<string> names = shell.Run("[enum]::GetNames([MailAdmin.MailError])").Success.Select(name => name.ToString());
        Assert.Equal(names.Order(StringComparer.Ordinal), errors);
        Assert.Equal(errors.Length, categories.Length);
        Assert.DoesNotContain(heading + "NotSpecified", categories);
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("ja")]
    public void A_line_fits_into_80_columns(string language)
    {
        Assert.All(Read(language), line => Assert.InRange(line.Sum(character => character >= '\u3000' ? 2 : 1), 0, 80));
    }

    private static string[] Read(string language) =>
        File.ReadAllText(Path.Combine(Places.StagedModule, language, "about_MailAdmin_Errors.help.txt")).Split('\n');

    [GeneratedRegex("^[A-Z][A-Za-z]*[a-z][A-Za-z0-9]*$")]
    private static partial Regex ErrorId();
}
