using System.Text.RegularExpressions;

namespace MailAdmin.Tests.Architecture;

/// <summary>
/// The folders of a project and which of them uses which, read from the sources. Namespaces equal folders, so a use is
/// a using directive, a qualified name, or a type of a namespace around that needs neither.
/// </summary>
internal sealed partial class SourceFolders
{
    private readonly Dictionary<string, string> folderOf = [];
    private readonly Dictionary<string, HashSet<string>> typesOf = [];

    /// <summary>Reads sources: the path of each within the project, and its text.</summary>
    public SourceFolders(IEnumerable<(string Path, string Text)> sources)
    {
        List<(string Path, string Code, string Namespace)> files =
            [.. sources.Select(source => (source.Path, Code: NoCode().Replace(source.Text, ""))).Select(Declare)];
        string[] global =
            [.. files.SelectMany(file => GlobalUsing().Matches(file.Code)).Select(match => match.Groups[1].Value)];
        Uses = [.. files.Where(file => file.Namespace.Length > 0).SelectMany(
            file => UsesOf(file.Path, file.Code, file.Namespace, global)).Distinct()];
    }

    /// <summary>The folders that declare types.</summary>
    public IEnumerable<string> Names => folderOf.Values;

    /// <summary>Who uses what.</summary>
    public IReadOnlyList<FolderUse> Uses { get; }

    /// <summary>Reads a project of src.</summary>
    public static SourceFolders Read(string project)
    {
        string root =
            Path.Combine(ProjectReferences.Root, "src", project == "MailAdmin" ? project : "MailAdmin." + project);
        return new SourceFolders(Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path: Path.GetRelativePath(root, path).Replace('\\', '/'), Full: path))
            .Where(file => !file.Path.StartsWith("obj/", StringComparison.Ordinal)
                && !file.Path.StartsWith("bin/", StringComparison.Ordinal))
            .Select(file => (file.Path, File.ReadAllText(file.Full))));
    }

    private (string Path, string Code, string Namespace) Declare((string Path, string Code) file)
    {
        string name = NamespaceLine().Match(file.Code).Groups[1].Value;
        if (name.Length > 0)
        {
            int slash = file.Path.LastIndexOf('/');
            folderOf[name] = slash < 0 ? "." : file.Path[..slash];
            typesOf.TryAdd(name, []);
            typesOf[name].UnionWith(TypeDeclaration().Matches(file.Code).Select(match => match.Groups[1].Value));
        }

        return (file.Path, file.Code, name);
    }

    private IEnumerable<FolderUse> UsesOf(string path, string code, string own, string[] global)
    {
        string[] around = [.. Around(own)];
        foreach (Match directive in UsingDirective().Matches(code))
        {
            // What stands behind "using static" and "using X =" is a type, or a namespace with something behind it.
            string name = directive.Groups[1].Value;
            string? target = folderOf.ContainsKey(name) ? name : folderOf.Keys.Where(
                space => name.StartsWith(space + ".", StringComparison.Ordinal)).MaxBy(space => space.Length);
            if (target is not null && target != own)
            {
                yield return Use(target, name);
            }
        }

        string body = UsingDirective().Replace(code, "");
        HashSet<string> words = [.. Word().Matches(body).Select(match => match.Value)];
        foreach (string space in around.Concat(global).Where(space => space != own && typesOf.ContainsKey(space)))
        {
            foreach (string type in typesOf[space].Where(words.Contains))
            {
                yield return Use(space, type);
            }
        }

        foreach (string chain in Chain().Matches(body).Select(match => match.Value).Distinct())
        {
            foreach (string whole in around.Select(space => $"{space}.{chain}").Append(chain))
            {
                foreach ((string space, HashSet<string> types) in typesOf)
                {
                    if (space != own
                        && whole.StartsWith(space + ".", StringComparison.Ordinal)
                        && !around.Contains(space)
                        && types.Contains(whole[(space.Length + 1)..].Split('.')[0]))
                    {
                        yield return Use(space, whole[(space.Length + 1)..].Split('.')[0]);
                    }
                }
            }
        }

        FolderUse Use(string space, string name) => new(path, folderOf[own], folderOf[space], name);
    }

    // The namespace itself and those around it, which see each other's types without a using directive.
    private static IEnumerable<string> Around(string name)
    {
        for (int end = name.Length; end > 0; end = name.LastIndexOf('.', end - 1))
        {
            yield return name[..end];
        }
    }

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/|""(\\.|[^""\\\n])*""", RegexOptions.Singleline)]
    private static partial Regex NoCode();

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(
        @"^(?:[a-z]+ )*(?:class|record struct|record|struct|interface|enum|delegate [\w<>\[\]?.]+) ([A-Z]\w*)",
        RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"^(?:global )?using (?:static )?(?:\w+ = )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex UsingDirective();

    [GeneratedRegex(@"^global using ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex GlobalUsing();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*")]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*(?:\.[A-Z]\w*)+")]
    private static partial Regex Chain();
}
