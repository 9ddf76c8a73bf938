using System.Management.Automation;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.DirectoryCmdlets;

/// <summary>Pipelines that end before they have written every generated password of what they have changed.</summary>
public sealed class LostOutputTests
{
    [Theory]
    [InlineData("throw 'ended'", "")]
    [InlineData("break", "")]
    [InlineData("", "| ForEach-Object { $_; if ($made.Count -eq 2) { throw 'ended' } }")]
    [InlineData("", "| ForEach-Object { $_; if ($made.Count -eq 2) { break } }")]
    public void Each_account_that_was_created_is_written_or_named(string end, string downstream)
    {
        using ModuleShell shell = ModuleShell.WithAccounts();

        ShellResult result = shell.Run($$"""
            $made = [Collections.Generic.List[object]]::new()
            try {
                foreach ($once in 1) {
                    1..60 | ForEach-Object { if ($_ -eq 50) { while (!(Get-MailAccount)) { }; {{end}} }; "a$_@example.test" } |
                        New-MailAccount -GeneratePassword {{downstream}} | ForEach-Object { $made.Add($_.Address) }
                    'not reached'
                }
            } catch { if ("$_" -ne 'ended') { throw } }
            $made
            """);

        AssertWrittenOrNamed(shell, [.. result.Success.Select(address => $"{address}")], result.HostText);
    }

    [Fact]
    public void Each_account_that_was_created_before_the_pipeline_was_stopped_is_written_or_named()
    {
        using ModuleShell shell = ModuleShell.WithAccounts();
        using ManualResetEventSlim reached = new();
        using PowerShell running = shell.Prepare(
            """
            $reached = $args[0]
            1..60 | ForEach-Object { if ($_ -eq 50) { while (!(Get-MailAccount)) { }; $reached.Set(); while ($true) { } }; "a$_@example.test" } |
                New-MailAccount -GeneratePassword
            """,
            reached);
        using PSDataCollection<PSObject> nothing = [];
        using PSDataCollection<PSObject> output = [];
        IAsyncResult ended = running.BeginInvoke(nothing, output);
        Assert.True(reached.Wait(TimeSpan.FromSeconds(60)));

        running.Stop();
        Assert.True(ended.AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(60)));

        string host = shell.Run("").HostText;
        AssertWrittenOrNamed(shell, [.. output.Select(account => $"{account.Properties["Address"].Value}")], host);
    }

    [Fact]
    public async Task What_follows_the_first_object_that_was_wanted_is_named()
    {
        using TemporaryFolder folder = new();

        ProcessRun run = await PowerShellProcess.RunCommandAsync($$"""
            $null = Initialize-MailStore '{{folder["store"]}}' -HostName mail.example.test
            $null = Connect-MailStore '{{folder["store"]}}'
            $null = New-MailDomain example.test
            $made = 1..60 | ForEach-Object { "a$_@example.test" } |
                New-MailAccount -GeneratePassword | Select-Object -First 1
            "WRITTEN: $($made.Address)."
            "ACCOUNTS: $((Get-MailAccount).Count)."
            $null = Get-MailAccount | Set-MailAccountPassword -GeneratePassword | Select-Object -First 1
            "CHANGES: $((Get-MailChange -Command Set-MailAccountPassword).Count)."
            """);

        string[] parts = run.Output.Replace('\n', ' ').Split("WRITTEN: a1@example.test.");
        int accounts = Number(parts[1], "ACCOUNTS: ");
        Assert.Equal(accounts - 1, parts[0].Split("@example.test").Length - 1);
        Assert.Equal(Number(parts[1], "CHANGES: ") - 1, parts[1].Split("@example.test").Length - 1);
    }

    [Fact]
    public void Nothing_is_named_when_everything_is_written()
    {
        using ModuleShell shell = ModuleShell.WithAccounts();

        ShellResult result =
            shell.Run("1..20 | ForEach-Object { \"a$_@example.test\" } | New-MailAccount -GeneratePassword");

        Assert.Equal(20, result.Success.Count);
        Assert.Equal("", result.HostText);
    }

    private static void AssertWrittenOrNamed(ModuleShell shell, string[] written, string host)
    {
        string[] accounts =
            [.. shell.Run("Get-MailAccount").Success.Select(account => $"{account.Properties["Address"].Value}")];
        Assert.NotEmpty(accounts);
        Assert.All(written, address => Assert.Contains(address, accounts));
        Assert.All(accounts, address => Assert.True(
            written.Contains(address) != host.Contains(" " + address, StringComparison.Ordinal),
            $"{address}: {string.Join(' ', written)}; {host}"));
    }

    private static int Number(string text, string label)
    {
        int start = text.IndexOf(label, StringComparison.Ordinal) + label.Length;
        return int.Parse(text[start..text.IndexOf('.', start)], System.Globalization.CultureInfo.InvariantCulture);
    }
}
