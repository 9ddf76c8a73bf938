using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Programs;

/// <summary>What a scheduled job sees of the module: exit codes, and the two streams.</summary>
public sealed class ScriptTests
{
    [Theory]
    [InlineData("exit 3", 3)]
    [InlineData("'fine'", 0)]
    [InlineData("throw 'broken'", 1)]
    [InlineData("$ErrorActionPreference = 'Stop'; Get-MailDomain -StorePath /nowhere/at/all; 'never'", 1)]
    [InlineData("Write-Nonsense; 'went on'", 0)]
    public async Task A_script_ends_the_process_as_it_says(string text, int exitCode)
    {
        using TemporaryFolder folder = new();

        ProcessRun script = await PowerShellProcess.RunScriptAsync(folder["script.ps1"], text);
        ProcessRun command = await PowerShellProcess.RunCommandAsync(text);

        Assert.Equal(exitCode, script.ExitCode);
        Assert.Equal(exitCode, command.ExitCode);
    }

    [Fact]
    public async Task Errors_go_to_standard_error_and_bring_no_colours_of_their_own()
    {
        ProcessRun result = await PowerShellProcess.RunCommandAsync(
            "'out'; Get-MailAccount -StorePath /nowhere/at/all");

        Assert.Equal("out", result.Output.Trim());
        Assert.Contains("/nowhere/at/all", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Output + result.Error);
    }

    [Fact]
    public async Task A_question_is_asked_and_its_answer_taken()
    {
        using TemporaryFolder folder = new();

        ProcessRun result = await PowerShellProcess.RunCommandAsync(
            $"$null = Initialize-MailStore '{folder["store"]}'; $null = Connect-MailStore '{folder["store"]}'; $null = New-MailDomain example.test; Remove-MailDomain example.test; (Get-MailDomain).Count",
            input: "n\n");

        Assert.Contains("Remove domain", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("1", result.Output.Trim(), StringComparison.Ordinal);
    }
}
