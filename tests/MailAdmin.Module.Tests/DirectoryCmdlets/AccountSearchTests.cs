using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.DirectoryCmdlets;

/// <summary>The conditions of Get-MailAccount.</summary>
public sealed class AccountSearchTests
{
    [Fact]
    public void An_account_that_never_logged_on_is_inactive_since_it_was_created()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        Assert.Empty(shell.Run("Get-MailAccount -InactiveSince ([datetime]::Now.AddDays(-90))").Success);
        Assert.Single(shell.Run("Get-MailAccount -InactiveSince ([datetime]::Now.AddDays(1))").Success);
    }

    [Theory]
    [InlineData("Get-MailAccount -First 2", "a1 a2")]
    [InlineData("Get-MailAccount a*, b* -First 3", "a1 a2 b1")]
    [InlineData("'a*', 'b*' | Get-MailAccount -First 1", "a1")]
    [InlineData("Get-MailAccount b2@example.test, a* -First 2", "b2 a1")]
    [InlineData("Get-MailDomain | Get-MailAccount -First 3", "a1 a2 b1")]
    public void First_limits_what_the_whole_call_writes(string script, string expected)
    {
        using ModuleShell shell = ModuleShell.WithAccounts(
            "a1@example.test", "a2@example.test", "b1@example.test", "b2@example.test");

        Assert.Equal(
            expected,
            string.Join(
                ' ',
                shell.Run(script).Success.Select(
                    account => account.Properties["Address"].Value.ToString()!.Split('@')[0])));
    }
}
