using System.Management.Automation;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.DirectoryCmdlets;

public sealed class AliasTests
{
    [Fact]
    public void An_alias_flows_through_get_set_and_remove()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test", "bob@example.test");

        ShellResult created =
            shell.Run("[pscustomobject]@{ Address = 'sales@example.test'; Target = 'ann@example.test;bob@example.test' } | New-MailAlias");
        ShellResult set = shell.Run("Get-MailAlias | Set-MailAlias -Target bob@example.test -PassThru");
        ShellResult disabled = shell.Run("Set-MailAlias sales@example.test -Disabled -PassThru");
        ShellResult removed = shell.Run("Get-MailAlias | Remove-MailAlias; Get-MailAlias");

        Assert.Equal(
            "ann@example.test bob@example.test",
            string.Join(' ', ((System.Collections.IEnumerable)created.Value("ResolvesTo")!).Cast<object>()));
        Assert.Equal(
            "bob@example.test",
            string.Join(' ', ((System.Collections.IEnumerable)set.Value("Target")!).Cast<object>()));
        Assert.Equal(false, disabled.Value("Enabled"));
        Assert.Empty(removed.Success);
    }

    [Fact]
    public void A_loop_is_refused_and_changes_nothing()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ =
            shell.Run("$null = New-MailAlias a@example.test ann@example.test; $null = New-MailAlias b@example.test a@example.test").Success;

        ShellResult result = shell.Run("Set-MailAlias a@example.test -Target b@example.test");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal("AliasLoop,MailAdmin.Commands.Aliases.SetMailAliasCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidOperation, error.CategoryInfo.Category);
        Assert.Equal(
            "ann@example.test",
            string.Join(
                ' ',
                ((System.Collections.IEnumerable)shell.Run("Get-MailAlias a@example.test").Value("Target")!)
                    .Cast<object>()));
    }

    [Theory]
    [InlineData(
        "New-MailAlias ann@example.test -Target bob@example.test",
        "AccountExists,MailAdmin.Commands.Aliases.NewMailAliasCommand")]
    [InlineData(
        "New-MailAlias x@example.test -Target 'no address'",
        "InvalidAddress,MailAdmin.Commands.Aliases.NewMailAliasCommand")]
    [InlineData(
        "New-MailAlias x@unknown.test -Target ann@example.test",
        "DomainNotFound,MailAdmin.Commands.Aliases.NewMailAliasCommand")]
    [InlineData("Remove-MailAlias ann@example.test", "AliasNotFound,MailAdmin.Commands.Aliases.RemoveMailAliasCommand")]
    [InlineData("Get-MailAlias ann@example.test", "AliasNotFound,MailAdmin.Commands.Aliases.GetMailAliasCommand")]
    public void Refusals_have_a_stable_id(string script, string errorId)
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        Assert.Equal(errorId, Assert.Single(shell.Run(script).Errors).FullyQualifiedErrorId);
        Assert.Empty(shell.Run("Get-MailAlias").Success);
    }
}
