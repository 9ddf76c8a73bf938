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
    public async Task Build_script_tells_what_it_would_run()
    {
        ProcessRun result = await PowerShellProcess.RunCommandAsync(
            $"& '{Script}' -Task Build, QuickStart, Test, Package, Publish, Clean -WhatIf");

        Assert.Equal("", result.Error);
        Assert.All(
            new[] { "dotnet build", "dotnet test", "dotnet pack", "quickstart.ps1", "Publish to Local", "dotnet clean" },
            command => Assert.Contains(command, result.Output, StringComparison.Ordinal));
        Assert.All(result.Lines, line => Assert.StartsWith("What if:", line, StringComparison.Ordinal));
        Assert.True(File.Exists(Places.Manifest));
    }
}
