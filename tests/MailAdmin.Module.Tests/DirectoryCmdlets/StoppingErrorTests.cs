using System.Management.Automation;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.DirectoryCmdlets;

/// <summary>An error that stops a pipeline: what came before it is written, and nothing after it happens.</summary>
public sealed class StoppingErrorTests
{
    [Theory]
    [InlineData("-ErrorAction Stop", "Continue")]
    [InlineData("", "Stop")]
    public void The_passwords_of_rows_before_it_are_written_and_no_later_account_is_created(
        string parameter, string preference)
    {
        using ModuleShell shell = ModuleShell.WithAccounts();

        ShellResult result = shell.Run($$"""
            $ErrorActionPreference = '{{preference}}'
            $made = [Collections.Generic.List[object]]::new()
            try {
                1..50 | ForEach-Object { $_ -eq 20 ? 'x@unknown.test' : "a$_@example.test" } |
                    New-MailAccount -GeneratePassword {{parameter}} | ForEach-Object { $made.Add($_) }
            } catch { $caught = $_ }
            $made
            $ErrorActionPreference = 'Continue'
            """);

        Assert.Equal(
            Enumerable.Range(1, 19).Select(i => $"a{i}@example.test"),
            result.Output.Select(account => account.Properties["Address"].Value.ToString()));
        Assert.All(
            result.Output, account => Assert.Equal(20, ((string)account.Properties["GeneratedPassword"].Value).Length));
        Assert.Equal(19, shell.Run("Get-MailAccount").Success.Count);
    }

    [Theory]
    [InlineData("'a@example.test', 'nobody@example.test', 'b@example.test' | Remove-MailAccount -Confirm:$false")]
    [InlineData("Remove-MailAccount a@example.test, nobody@example.test, b@example.test -Confirm:$false")]
    [InlineData("'a@example.test', 'nobody@example.test', 'b@example.test' | Disable-MailAccount")]
    [InlineData("'a@example.test', 'nobody@example.test', 'b@example.test' | Set-MailAccount -Description x")]
    [InlineData("'a@example.test', 'nobody@example.test', 'b@example.test' | Set-MailQuota -Quota 1GB")]
    [InlineData("'a@example.test', 'nobody@example.test', 'b@example.test' | New-MailAppPassword -Name phone")]
    [InlineData("'x@example.test', 'x@unknown.test', 'y@example.test' | New-MailAlias -Target a@example.test")]
    [InlineData("'x@example.test', 'x@unknown.test', 'y@example.test' | New-MailGroup -Member a@example.test")]
    [InlineData("'new.test', 'example.test', 'newer.test' | New-MailDomain")]
    [InlineData("'a@example.test', 'nobody@example.test', 'b@example.test' | Set-MailAccountPassword -GeneratePassword")]
    public void Only_the_row_before_it_is_changed(string script)
    {
        using ModuleShell shell = ModuleShell.WithAccounts("a@example.test", "b@example.test");
        long before = Changes(shell);

        ShellResult result = shell.Run(script + " -ErrorAction Stop");

        Assert.Single(result.Errors);
        Assert.Equal(before + 1, Changes(shell));
    }

    [Fact]
    public void Without_it_the_other_rows_are_changed_and_the_error_is_one_of_many()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("a@example.test", "b@example.test");

        ShellResult result = shell.Run(
            "'a@example.test', 'nobody@example.test', 'b@example.test' | Remove-MailAccount -Confirm:$false");

        Assert.Equal("AccountNotFound", Assert.Single(result.Errors).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Empty(shell.Run("Get-MailAccount").Success);
    }

    private static long Changes(ModuleShell shell) => shell.Run("Get-MailChange").Success
        .Select(change => change.Properties["Sequence"].Value).Distinct().Count();
}
