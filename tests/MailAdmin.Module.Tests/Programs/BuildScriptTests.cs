using System.Management.Automation.Language;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Programs;

public sealed class BuildScriptTests
{
    private static readonly string Script = Path.Combine(Places.RepositoryRoot, "build.ps1");

    [Fact]
    public void Build_script_parses()
    {
        Parser.ParseFile(Script, out _, out ParseError[] errors);

        Assert.Empty(errors.Select(error => error.Message));
    }

    [Fact]
    public void Build_script_tells_what_it_would_run()
    {
        using ModuleShell shell = new();

        ShellResult result = shell.Run("& $args[0] -Task Build, Test, Package, Publish, Clean -WhatIf", Script);

        Assert.Empty(result.Success);
        Assert.All(new[] { "dotnet build", "dotnet test", "dotnet pack", "dotnet publish", "dotnet clean" }, command => Assert.Contains(command, result.HostText, StringComparison.Ordinal));
        Assert.True(File.Exists(Places.Manifest));
    }
}
