using System.Xml.Linq;

namespace MailAdmin.Tests.Architecture;

/// <summary>What the project files of the repository refer to.</summary>
internal static class ProjectReferences
{
    public static string Root { get; } = FindRoot();

    /// <summary>The projects of src by their short names: Model, Storage, ..., and MailAdmin for the cmdlets.</summary>
    public static IEnumerable<string> SourceProjects() =>
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => ShortName(Path.GetFileNameWithoutExtension(path)))
            .Order(StringComparer.Ordinal);

    /// <summary>The projects that a project names.</summary>
    public static string[] ProjectsOf(string project) =>
        [
            .. Elements(project, "ProjectReference")
                .Select(include => ShortName(Path.GetFileNameWithoutExtension(include.Replace('\\', '/'))))
        ];

    /// <summary>The packages that a project names.</summary>
    public static string[] PackagesOf(string project) => [.. Elements(project, "PackageReference")];

    private static IEnumerable<string> Elements(string project, string name)
    {
        string full = project == "MailAdmin" ? project : "MailAdmin." + project;
        XDocument file = XDocument.Load(Path.Combine(Root, "src", full, full + ".csproj"));
        return file.Descendants(name).Select(element => element.Attribute("Include")?.Value).OfType<string>();
    }

    private static string ShortName(string project) =>
        project.StartsWith("MailAdmin.", StringComparison.Ordinal) ? project["MailAdmin.".Length..] : project;

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MailAdmin.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
