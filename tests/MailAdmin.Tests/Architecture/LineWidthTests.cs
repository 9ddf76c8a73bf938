namespace MailAdmin.Tests.Architecture;

/// <summary>Lines of code and comments that ship fit 120 columns.</summary>
public sealed class LineWidthTests
{
    private const int Columns = 120;

    [Fact]
    public void No_line_of_src_is_wider_than_120_columns()
    {
        string separator = Path.DirectorySeparatorChar.ToString();
        string root = Path.Combine(ProjectReferences.Root, "src");
        IEnumerable<string> wide = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{separator}obj{separator}", StringComparison.Ordinal))
            .SelectMany(path => File.ReadLines(path).Index()
                .Where(line => line.Item.Length > Columns)
                .Select(line => $"{Path.GetRelativePath(root, path)}:{line.Index + 1}"));

        Assert.Empty(wide);
    }
}
