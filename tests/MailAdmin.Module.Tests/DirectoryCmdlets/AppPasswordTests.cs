using System.Management.Automation;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.DirectoryCmdlets;

public sealed class AppPasswordTests
{
    [Fact]
    public void The_password_is_in_the_object_that_New_writes_and_never_again()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        ShellResult created =
            shell.Run("New-MailAppPassword ann@example.test -Name phone -Protocol Imap, Submission -Expires '2100-01-02T03:04:05+09:00'");
        PSObject read = Assert.Single(shell.Run("Get-MailAppPassword ann@example.test phone").Success);

        Assert.Matches("^[a-z]{4} [a-z]{4} [a-z]{4} [a-z]{4}$", (string)created.Value("AppPassword")!);
        Assert.Null(read.Properties["AppPassword"].Value);
        Assert.Equal(
            ["Smtp", "Imap"],
            ((System.Collections.IEnumerable)read.Properties["Protocol"].Value)
                .Cast<object>()
                .Select(value => value.ToString()));
        DateTime expires = Assert.IsType<DateTime>(read.Properties["Expires"].Value);
        Assert.Equal(new DateTimeOffset(2100, 1, 1, 18, 4, 5, TimeSpan.Zero).LocalDateTime, expires);
        Assert.Equal(DateTimeKind.Local, expires.Kind);
    }

    [Fact]
    public void App_passwords_flow_from_accounts_and_to_Remove()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test", "bob@example.test");

        ShellResult created =
            shell.Run("Set-MailAccount ann@example.test -Protocol Smtp; Get-MailAccount | New-MailAppPassword -Name phone; New-MailAppPassword bob@example.test tablet");
        ShellResult phones = shell.Run("Get-MailAppPassword -Name ph*");
        ShellResult ofDomain = shell.Run("Get-MailDomain | Get-MailAppPassword");
        ShellResult left = shell.Run("Get-MailAppPassword -Name phone | Remove-MailAppPassword; Get-MailAppPassword");

        Assert.Equal(3, created.Success.Count);
        Assert.All(
            created.Success,
            app =>
                Assert.Equal(
                    3, ((System.Collections.IEnumerable)app.Properties["Protocol"].Value).Cast<object>().Count()));
        Assert.Equal(["ann@example.test", "bob@example.test"], phones.Texts("Address"));
        Assert.Equal(3, ofDomain.Success.Count);
        Assert.Equal(["tablet"], left.Texts("Name"));
    }

    [Fact]
    public void Rows_of_a_csv_file_bind_by_name()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        ShellResult created = shell.Run("""
            [pscustomobject]@{ Address = 'ann@example.test'; Name = 'scanner'; Protocol = 'Smtp'; Expires = '2100-01-01' },
            [pscustomobject]@{ Address = 'ann@example.test'; Name = 'phone'; Protocol = ''; Expires = '' } | New-MailAppPassword
            """);

        Assert.Equal(["scanner", "phone"], created.Texts("Name"));
        Assert.Equal(
            "Smtp",
            string.Join(
                ' ', ((System.Collections.IEnumerable)created.Success[0].Properties["Protocol"].Value).Cast<object>()));
        Assert.Null(created.Success[1].Properties["Expires"].Value);
    }

    [Theory]
    [InlineData(
        "New-MailAppPassword ann@example.test PHONE",
        "AppPasswordExists,MailAdmin.Commands.Accounts.NewMailAppPasswordCommand", ErrorCategory.ResourceExists)]
    [InlineData(
        "New-MailAppPassword nobody@example.test x",
        "AccountNotFound,MailAdmin.Commands.Accounts.NewMailAppPasswordCommand", ErrorCategory.ObjectNotFound)]
    [InlineData(
        "New-MailAppPassword 'no address' x", "InvalidAddress,MailAdmin.Commands.Accounts.NewMailAppPasswordCommand",
        ErrorCategory.InvalidArgument)]
    [InlineData(
        "New-MailAppPassword ann@example.test ' '",
        "InvalidArgument,MailAdmin.Commands.Accounts.NewMailAppPasswordCommand", ErrorCategory.InvalidArgument)]
    [InlineData(
        "New-MailAppPassword ann@example.test ('x' * 101)",
        "InvalidArgument,MailAdmin.Commands.Accounts.NewMailAppPasswordCommand", ErrorCategory.InvalidArgument)]
    [InlineData(
        "New-MailAppPassword ann@example.test \"a`nb\"",
        "InvalidArgument,MailAdmin.Commands.Accounts.NewMailAppPasswordCommand", ErrorCategory.InvalidArgument)]
    [InlineData(
        "New-MailAppPassword ann@example.test x -Expires 2001-01-01",
        "InvalidArgument,MailAdmin.Commands.Accounts.NewMailAppPasswordCommand", ErrorCategory.InvalidArgument)]
    [InlineData(
        "Get-MailAppPassword nobody@example.test",
        "AccountNotFound,MailAdmin.Commands.Accounts.GetMailAppPasswordCommand", ErrorCategory.ObjectNotFound)]
    [InlineData(
        "Get-MailAppPassword ann@example.test laptop",
        "AppPasswordNotFound,MailAdmin.Commands.Accounts.GetMailAppPasswordCommand", ErrorCategory.ObjectNotFound)]
    [InlineData(
        "Remove-MailAppPassword ann@example.test laptop",
        "AppPasswordNotFound,MailAdmin.Commands.Accounts.RemoveMailAppPasswordCommand", ErrorCategory.ObjectNotFound)]
    public void Refusals_have_a_stable_id(string script, string errorId, ErrorCategory category)
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ = shell.Run("$null = New-MailAppPassword ann@example.test phone").Success;

        ErrorRecord error = Assert.Single(shell.Run(script).Errors);

        Assert.Equal((errorId, category), (error.FullyQualifiedErrorId, error.CategoryInfo.Category));
        Assert.Equal(["phone"], shell.Run("Get-MailAppPassword").Texts("Name"));
    }

    [Fact]
    public void The_table_shows_the_password_once()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        string created = shell.Render("New-MailAppPassword ann@example.test phone");
        string read = shell.Render("Get-MailAppPassword");

        Assert.Matches(@"ann@example\.test +phone +[a-z]{4} [a-z]{4} [a-z]{4} [a-z]{4} ", created);
        Assert.DoesNotContain("AppPassword", read, StringComparison.Ordinal);
        Assert.Matches(@"ann@example\.test +phone +", read);
    }

    [Fact]
    public void Test_MailAccountPassword_is_about_the_password_of_the_account_only()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        ShellResult result =
            shell.Run("$app = New-MailAppPassword ann@example.test phone; Test-MailAccountPassword ann@example.test -Password ([System.Net.NetworkCredential]::new('', $app.AppPassword).SecurePassword)");

        Assert.Equal(false, Assert.Single(result.Success).BaseObject);
    }
}
