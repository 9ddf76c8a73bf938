using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Programs;

public sealed class HostTests
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
        await File.WriteAllTextAsync(folder["script.ps1"], text, TestContext.Current.CancellationToken);

        HostProcess.Result script = await HostProcess.RunAsync([folder["script.ps1"]]);
        HostProcess.Result command = await HostProcess.RunCommandAsync(text);

        Assert.Equal(exitCode, script.ExitCode);
        Assert.Equal(exitCode, command.ExitCode);
    }

    [Fact]
    public async Task A_script_gets_its_arguments_by_name_and_position()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder["script.ps1"], "param([string] $First, [int] $Number, [switch] $Flag, [switch] $Off)\n\"$First $Number $Flag $Off $PSCommandPath\"", TestContext.Current.CancellationToken);

        HostProcess.Result result = await HostProcess.RunAsync([folder["script.ps1"], "a b", "-Number", "7", "-Flag", "-Off:$false"]);

        Assert.Equal($"a b 7 True False {folder["script.ps1"]}\n", result.Output.ReplaceLineEndings("\n"));
        Assert.Equal("", result.Error);
    }

    [Fact]
    public async Task Errors_go_to_standard_error_without_colours_in_a_file()
    {
        HostProcess.Result result = await HostProcess.RunCommandAsync("'out'; Get-MailAccount -StorePath /nowhere/at/all");

        Assert.Equal("out", result.Output.Trim());
        Assert.Contains("/nowhere/at/all", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Output + result.Error);
    }

    [Fact]
    public async Task A_prompt_reads_commands_over_several_lines_until_the_end()
    {
        HostProcess.Result result = await HostProcess.RunAsync([], "1..2 | ForEach-Object {\n  \"line $_\"\n}\n\n$x = 5\n$x + 1\nexit 4\n'never'\n");

        Assert.Equal(["line 1", "line 2", "6"], result.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(4, result.ExitCode);
    }

    [Fact]
    public async Task A_question_is_asked_and_its_answer_taken()
    {
        using TemporaryFolder folder = new();

        HostProcess.Result result = await HostProcess.RunAsync(
            ["-Command", $"$null = Initialize-MailStore '{folder["store"]}'; $null = Connect-MailStore '{folder["store"]}'; $null = New-MailDomain example.test; Remove-MailDomain example.test; (Get-MailDomain).Count"],
            "n\n");

        Assert.Contains("Remove domain", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("1", result.Output.Trim(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Nonsense")]
    [InlineData("missing.ps1")]
    public async Task Arguments_that_make_no_sense_are_explained(string argument)
    {
        HostProcess.Result result = await HostProcess.RunAsync([argument]);

        Assert.Equal(64, result.ExitCode);
        Assert.Contains(argument, result.Error, StringComparison.Ordinal);
        Assert.Contains("-Command", result.Error, StringComparison.Ordinal);
    }
}
