using System.Reflection;

namespace MailAdmin.Pester;

/// <summary>Where the build and the restore put what is tested and what tests.</summary>
internal static class Places
{
    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    /// <summary>The program of the real PowerShell, for <c>dotnet</c>.</summary>
    public static string PowerShell { get; } = Metadata("PowerShellAssembly");

    public static string PesterModule { get; } = Metadata("PesterModule");

    /// <summary>The one file that <c>dotnet pack</c> made.</summary>
    public static string Package { get; } = Directory.EnumerateFiles(Metadata("PackageFolder"), "*.nupkg").Single();

    public static string SuiteFile(string suite) => Path.Combine(Suites, suite + ".Tests.ps1");

    public static string Script(string name) => Path.Combine(Suites, name);

    private static string Suites => Path.Combine(RepositoryRoot, "tests", "MailAdmin.Pester", "Suites");

    private static string Metadata(string key) => typeof(Places).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
