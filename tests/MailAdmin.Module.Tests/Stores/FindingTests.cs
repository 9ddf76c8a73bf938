using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Stores;

/// <summary>What opening a damaged store finds reaches who works with it.</summary>
public sealed class FindingTests
{
    [Fact]
    public void A_log_that_was_cut_is_a_warning_of_connecting_and_a_finding_of_the_store_and_of_its_tests()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ = shell.Run("Disconnect-MailStore").Success;
        string log = Path.Combine(shell.StorePath, "mail", "00000001.log");
        byte[] bytes = File.ReadAllBytes(log);
        File.WriteAllBytes(log, bytes[..^10]);

        ShellResult connected = shell.Run("Connect-MailStore $args[0]", shell.StorePath);
        ShellResult store = shell.Run("(Get-MailStore).Finding");
        ShellResult found = shell.Run("Test-MailStore");
        ShellResult repaired = shell.Run("Test-MailStore | Where-Object Repairable | Repair-MailStore -Confirm:$false");
        ShellResult text = shell.Run("(Get-MailStore).Finding | ForEach-Object { \"$_\" }");
        ShellResult server = shell.Run("Test-MailServer | Where-Object Code -EQ StoreDamaged");

        Assert.Contains(connected.Warnings, warning =>
            warning.Contains(Path.Combine(shell.StorePath, "mail"), StringComparison.Ordinal)
            && warning.Contains("The log ends at change", StringComparison.Ordinal));
        Assert.Contains("LogIncomplete", store.Texts("Code"));
        Assert.Contains("LogIncomplete", found.Texts("Code"));
        Assert.Contains(
            text.Success, line => line.ToString().StartsWith("LogIncomplete: ", StringComparison.Ordinal));
        Assert.DoesNotContain(repaired.Success, finding => "LogIncomplete".Equals(finding.Properties["Code"].Value));
        Assert.Equal("Fail", server.Value("Status")!.ToString());
    }

    [Fact]
    public void A_sound_store_connects_without_a_warning()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ = shell.Run("Disconnect-MailStore").Success;

        ShellResult connected = shell.Run("Connect-MailStore $args[0]", shell.StorePath);

        Assert.Empty(connected.Warnings);
        Assert.Empty((System.Collections.IEnumerable)connected.Value("Finding")!);
    }
}
