using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.DirectoryCmdlets;

public sealed class CompletionTests
{
    private const string Complete =
        "[System.Management.Automation.CommandCompletion]::CompleteInput($args[0], $args[0].Length, $null).CompletionMatches | ForEach-Object { $_.CompletionText }";

    [Theory]
    [InlineData("Get-MailAccount an", "ann@example.test")]
    [InlineData("Get-MailDomain -Name ex", "example.test")]
    [InlineData("New-MailAccount new@ex", "new@example.test")]
    [InlineData("Get-MailAlias sa", "sales@example.test")]
    [InlineData("Get-MailAppPassword an", "ann@example.test")]
    [InlineData("Remove-MailAppPassword ann@example.test -Name ph", "phone")]
    [InlineData("Add-MailGroupMember te", "team@example.test")]
    [InlineData("Start-MailListener -Protocol Im", "Imap")]
    [InlineData("Start-MailListener -BindAddress lo", "Loopback")]
    [InlineData("Remove-MailAccount o'", "'o''brien@example.test'")]
    public void Words_are_completed_from_the_store(string typed, string expected)
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test", "o'brien@example.test");
        _ =
            shell.Run("$null = New-MailAlias sales@example.test ann@example.test; $null = New-MailGroup team@example.test; $null = New-MailAppPassword ann@example.test phone").Success;

        Assert.Contains(expected, shell.Run(Complete, typed).Success.Select(item => item.ToString()));
    }

    [Fact]
    public void Completion_without_a_store_is_silent()
    {
        using ModuleShell shell = new();

        ShellResult result = shell.Run(Complete, $"Get-MailAccount -StorePath '{shell.Folder["none"]}' -Address an");

        Assert.Empty(result.Success);
        Assert.False(System.IO.Directory.Exists(shell.Folder["none"]));
    }
}
