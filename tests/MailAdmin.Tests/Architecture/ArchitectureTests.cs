using System.Reflection;
using System.Text.RegularExpressions;

namespace MailAdmin.Tests.Architecture;

/// <summary>The edges between the parts, as the design allows them.</summary>
public sealed partial class ArchitectureTests
{
    /// <summary>What a part may name, of our own and of others'.</summary>
    private static readonly Dictionary<string, (string[] Projects, string[] Packages)> Allowed = new()
    {
        ["Model"] = ([], []),
        ["Storage"] = (["Model"], ["LiteDB", "System.IO.Hashing", "Microsoft.Extensions.Logging.Abstractions"]),
        ["Dns"] = (["Model"], ["DnsClient"]),
        ["Protocols"] = (["Model"], ["MimeKit", "Microsoft.Extensions.Logging.Abstractions"]),
        ["Server"] = (
            ["Model", "Storage", "Dns", "Protocols"],
            ["MailKit", "StreamJsonRpc", "Microsoft.Extensions.Logging.Abstractions"]),
        ["Diagnostics"] = (["Model", "Dns"], ["MailKit"]),
        // Help is built before it and run after it; nothing of it is referenced.
        ["MailAdmin"] = (
            ["Model", "Storage", "Dns", "Protocols", "Server", "Diagnostics", "Help"], ["PowerShellStandard.Library"]),
        ["Host"] = (["MailAdmin"], ["System.Management.Automation"]),
        ["Help"] = (["Model"], ["System.Management.Automation"]),
    };

    public static TheoryData<string> Projects => [.. ProjectReferences.SourceProjects()];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_names_only_what_it_may(string project)
    {
        (string[] projects, string[] packages) = Allowed[project];

        Assert.Empty(ProjectReferences.ProjectsOf(project).Except(projects));
        Assert.Empty(ProjectReferences.PackagesOf(project).Except(packages));
    }

    [Theory]
    [InlineData(
        "MailAdmin.Model", "LiteDB|MimeKit|MailKit|DnsClient|System.Management.Automation|StreamJsonRpc|MailAdmin.*")]
    [InlineData(
        "MailAdmin.Storage",
        "MailAdmin.Protocols|MailAdmin.Server|MimeKit|MailKit|System.Management.Automation|System.Net.Sockets")]
    [InlineData(
        "MailAdmin.Dns",
        "MailAdmin.Storage|MailAdmin.Protocols|MailAdmin.Server|LiteDB|MimeKit|MailKit|System.Management.Automation")]
    [InlineData(
        "MailAdmin.Protocols",
        "MailAdmin.Storage|MailAdmin.Server|LiteDB|MailKit|System.Management.Automation|System.Net.Sockets")]
    [InlineData("MailAdmin.Server", "LiteDB|System.Management.Automation")]
    [InlineData(
        "MailAdmin.Diagnostics",
        "MailAdmin.Storage|MailAdmin.Protocols|MailAdmin.Server|LiteDB|System.Management.Automation")]
    public void An_assembly_uses_nothing_that_it_may_not(string assembly, string forbidden)
    {
        Regex pattern =
            new($"^({forbidden.Replace(".", @"\.", StringComparison.Ordinal).Replace("*", ".*", StringComparison.Ordinal)})$");

        IEnumerable<string> used = Assembly.Load(assembly).GetReferencedAssemblies().Select(name => name.Name!);

        Assert.DoesNotContain(used, pattern.IsMatch);
    }

    [Fact]
    public void LiteDB_is_named_only_in_the_directory_of_the_store()
    {
        string home = Path.Combine("src", "MailAdmin.Storage", "Directory") + Path.DirectorySeparatorChar;

        IEnumerable<string> strangers = SourceFiles("src")
            .Where(
                path =>
                    !path.StartsWith(home, StringComparison.Ordinal)
                        && UsesLiteDb(File.ReadAllText(Path.Combine(ProjectReferences.Root, path))));

        Assert.Empty(strangers);
    }

    [Fact]
    public void The_cmdlets_name_no_type_of_others()
    {
        IEnumerable<string> strangers = SourceFiles(Path.Combine("src", "MailAdmin"))
            .Where(path => ThirdParty().IsMatch(File.ReadAllText(Path.Combine(ProjectReferences.Root, path))));

        Assert.Empty(strangers);
    }

    [Fact]
    public void Folders_are_named_after_their_subject()
    {
        string[] empty =
        [
            "utils", "utilities", "util", "helpers", "helper", "common", "managers", "manager", "misc", "shared"
        ];

        IEnumerable<string> folders = SourceFiles("src").Concat(SourceFiles("tests"))
            .SelectMany(path => Path.GetDirectoryName(path)!.Split(Path.DirectorySeparatorChar))
            .Distinct();

        Assert.DoesNotContain(folders, folder => empty.Contains(folder.ToLowerInvariant()));
    }

    [Fact]
    public void A_namespace_is_that_of_its_folder()
    {
        List<string> wrong = [];
        foreach (
            string path in SourceFiles("src")
                .Where(path => !path.StartsWith(Path.Combine("src", "MailAdmin.Model"), StringComparison.Ordinal)))
        {
            Match found = NamespaceLine().Match(File.ReadAllText(Path.Combine(ProjectReferences.Root, path)));
            string expected = Path.GetDirectoryName(path)!["src".Length..].Trim(Path.DirectorySeparatorChar)
                .Replace(Path.DirectorySeparatorChar, '.');
            if (found.Success && found.Groups[1].Value != expected)
            {
                wrong.Add($"{path}: {found.Groups[1].Value}");
            }
        }

        Assert.Empty(wrong);
    }

    private static IEnumerable<string> SourceFiles(string folder)
    {
        string separator = Path.DirectorySeparatorChar.ToString();
        return Directory.EnumerateFiles(
            Path.Combine(ProjectReferences.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(ProjectReferences.Root, path))
            .Where(path => !path.Contains($"{separator}obj{separator}", StringComparison.Ordinal)
                && !path.Contains($"{separator}bin{separator}", StringComparison.Ordinal));
    }

    private static bool UsesLiteDb(string code) => LiteDbName().IsMatch(code);

    [GeneratedRegex(@"^\s*(global )?using (static )?LiteDB|\bLiteDB\.\w", RegexOptions.Multiline)]
    private static partial Regex LiteDbName();

    [GeneratedRegex(
        @"^\s*(global )?using (static )?(MailKit|MimeKit|LiteDB|DnsClient|StreamJsonRpc|Newtonsoft|Org\.BouncyCastle)\b",
        RegexOptions.Multiline)]
    private static partial Regex ThirdParty();

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
