using MailAdmin.Module.Tests.Queue;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Maintenance;

public sealed class MaintenanceTests
{
    [Fact]
    public async Task All_steps_are_done_and_a_second_run_has_nothing_left()
    {
        using QueueShell world = await QueueShell.WithMessagesToAsync("ann@example.test");
        _ = world.Run("Set-MailQuota ann@example.test -Quota 1").Success;
        string backups = world.Shell.Folder["backups"];

        ShellResult first = world.Run("Invoke-MailMaintenance -BackupDestination $args[0]", backups);
        ShellResult second = world.Run("Invoke-MailMaintenance -BackupDestination $args[0]; $LASTEXITCODE", backups);

        Assert.Equal(["QuotaWarning", "Backup", "Queue", "Certificate", "Check"], first.Texts("Step"));
        Assert.All(first.Texts("Status"), status => Assert.Equal("Ok", status));
        Assert.Equal(["1", "1", "0", "0", "0"], first.Texts("Changed"));
        Assert.Equal("0", second.Texts("Changed")[0]);
        Assert.Equal(0, second.Output[^1].BaseObject);
        Assert.Equal(2, Directory.GetDirectories(backups).Length);
    }

    [Theory]
    [InlineData("-Step Queue, Check", "Queue Check")]
    [InlineData("-Skip Check", "QuotaWarning Queue Certificate")]
    [InlineData("Check -Skip Check", "")]
    public void Steps_are_chosen(string options, string expected)
    {
        using ModuleShell shell = ModuleShell.WithAccounts();

        ShellResult result = shell.Run("Invoke-MailMaintenance " + options);

        Assert.Equal(expected, string.Join(' ', result.Texts("Step")));
    }

    [Fact]
    public void A_step_that_fails_is_an_error_and_the_others_are_done()
    {
        using ModuleShell shell = ModuleShell.WithAccounts();
        string file = shell.Folder["file"];
        File.WriteAllText(file, "");

        ShellResult result = shell.Run("Invoke-MailMaintenance -BackupDestination $args[0]; $LASTEXITCODE", file);

        Assert.Single(result.Errors);
        Assert.Equal(
            ["Ok", "Failed", "Ok", "Ok", "Ok"],
            result.Output.SkipLast(1).Select(step => $"{step.Properties["Status"].Value}"));
        Assert.Equal(2, result.Output[^1].BaseObject);
    }

    [Fact]
    public async Task The_exit_code_is_that_of_the_process()
    {
        using TemporaryFolder folder = new();
        string store = folder["store"];
        ProcessRun fine = await PowerShellProcess.RunCommandAsync(
            $"$null = Initialize-MailStore '{store}'; Invoke-MailMaintenance -StorePath '{store}'; exit $LASTEXITCODE");
        ProcessRun damaged;
        using (
            new FileStream(
                Path.Combine(store, "maintenance.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            damaged = await PowerShellProcess.RunCommandAsync(
                $"Invoke-MailMaintenance -StorePath '{store}'; exit $LASTEXITCODE");
        }

        ProcessRun missing = await PowerShellProcess.RunCommandAsync(
            $"Invoke-MailMaintenance -StorePath '{folder["none"]}'; exit $LASTEXITCODE");

        Assert.Equal(0, fine.ExitCode);
        Assert.Equal(2, damaged.ExitCode);
        Assert.Contains("is already running", damaged.Output + damaged.Error, StringComparison.Ordinal);
        Assert.Equal(2, missing.ExitCode);
    }

    [Fact]
    public void What_an_administrator_should_see_to_is_exit_code_1()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ = shell.Run("Disconnect-MailStore").Success;
        string log = Path.Combine(shell.StorePath, "mail", "00000001.log");
        byte[] bytes = File.ReadAllBytes(log);
        bytes[bytes.Length / 2] ^= 0xFF;
        File.WriteAllBytes(log, bytes);

        ShellResult result = shell.Run(
            "Invoke-MailMaintenance -Step Check -StorePath $args[0]; $LASTEXITCODE", shell.StorePath);

        Assert.Equal("Warning", result.Texts("Status")[0]);
        Assert.Contains("DamagedRecord", result.Texts("Message")[0], StringComparison.Ordinal);
        Assert.Equal(1, result.Output[^1].BaseObject);
    }
}
