using System.Reflection;

namespace MailAdmin.Module.Tests.Shell;

/// <summary>Where the build put what is tested.</summary>
internal static class Places
{
    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    public static string StagedModule { get; } = Path.Combine(RepositoryRoot, "out", "MailAdmin");

    public static string Manifest { get; } = Path.Combine(StagedModule, "MailAdmin.psd1");

    /// <summary>The program of the real PowerShell, for <c>dotnet</c>.</summary>
    public static string PowerShell { get; } = Metadata("PowerShellAssembly");

    public static string HelpTool { get; } = Metadata("HelpTool");

    /// <summary>The cmdlets as they were built, with the comments beside them.</summary>
    public static string BuiltModule { get; } = Metadata("BuiltModule");

    private static string Metadata(string key) => typeof(Places).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
