using System.Management.Automation;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.DirectoryCmdlets;

public sealed class DomainTests
{
    [Fact]
    public void A_domain_is_one_in_either_script()
    {
        using ModuleShell shell = ModuleShell.WithStore();

        ShellResult created = shell.Run(
            "New-MailDomain Bücher.example -Description Books -MaxAccounts 5 -AliasDomain books.example");
        ShellResult again = shell.Run("New-MailDomain xn--bcher-kva.example");

        Assert.Equal("xn--bcher-kva.example", created.Value("Name")!.ToString());
        Assert.Equal("bücher.example", created.Value("UnicodeName"));
        ErrorRecord error = Assert.Single(again.Errors);
        Assert.Equal("DomainExists,MailAdmin.Commands.Domains.NewMailDomainCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ResourceExists, error.CategoryInfo.Category);
    }

    [Theory]
    [InlineData("exa mple.test")]
    [InlineData("-a.test")]
    public void A_name_that_is_none_is_refused(string name)
    {
        using ModuleShell shell = ModuleShell.WithStore();

        ShellResult result = shell.Run("New-MailDomain $args[0]", name);

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal("InvalidDomainName,MailAdmin.Commands.Domains.NewMailDomainCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.Equal(name, error.TargetObject.ToString());
        Assert.Empty(shell.Run("Get-MailDomain").Success);
    }

    [Fact]
    public void A_domain_with_accounts_is_removed_only_with_recurse()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        ShellResult refused = shell.Run("Get-MailDomain | Remove-MailDomain -Confirm:$false");
        ShellResult removed = shell.Run("Get-MailDomain | Remove-MailDomain -Recurse -Confirm:$false");

        Assert.Equal(
            "DomainNotEmpty,MailAdmin.Commands.Domains.RemoveMailDomainCommand",
            Assert.Single(refused.Errors).FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidOperation, refused.Errors[0].CategoryInfo.Category);
        Assert.Empty(removed.Success);
        Assert.Empty(shell.Run("Get-MailDomain; Get-MailAccount").Success);
    }

    [Fact]
    public void Set_enable_and_disable_change_what_is_given()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        ShellResult set = shell.Run(
            "Get-MailDomain | Set-MailDomain -CatchAll ann@example.test -MaxTotalSize '10 GB' -PassThru");
        ShellResult disabled = shell.Run("Get-MailDomain | Disable-MailDomain -PassThru");
        ShellResult cleared = shell.Run("Set-MailDomain example.test -CatchAll $null -PassThru");

        Assert.Equal("ann@example.test", set.Value("CatchAll")!.ToString());
        Assert.Equal("10 GB", set.Value("MaxTotalSize")!.ToString());
        Assert.Equal(false, disabled.Value("Enabled"));
        Assert.Null(cleared.Value("CatchAll"));
        Assert.Equal("10 GB", cleared.Value("MaxTotalSize")!.ToString());
    }

    [Fact]
    public void A_domain_that_is_not_there_is_an_error_and_a_pattern_is_not()
    {
        using ModuleShell shell = ModuleShell.WithStore();

        ErrorRecord error = Assert.Single(shell.Run("Get-MailDomain nowhere.test").Errors);

        Assert.Equal("DomainNotFound,MailAdmin.Commands.Domains.GetMailDomainCommand", error.FullyQualifiedErrorId);
        Assert.Equal("nowhere.test", error.TargetObject.ToString());
        Assert.Empty(shell.Run("Get-MailDomain nowhere*").Success);
    }
}
