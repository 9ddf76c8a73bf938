using System.Management.Automation;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.DirectoryCmdlets;

/// <summary>What cmdlets say about input that was probably not meant so.</summary>
public sealed class AdviceTests
{
    private const string Setup = """
        $null = New-MailDomain bücher.test
        $null = New-MailAlias sales@example.test ann@example.test
        $null = New-MailGroup team@example.test -Member ann@example.test
        """;

    [Theory]
    [InlineData("New-MailAccount x@exmaple.test", "DomainNotFound", "example.test")]
    [InlineData("New-MailAccount x@example.tset", "DomainNotFound", "example.test")]
    [InlineData("New-MailAlias x@exampel.test ann@example.test", "DomainNotFound", "example.test")]
    [InlineData("Get-MailDomain exanple.test", "DomainNotFound", "example.test")]
    [InlineData("Get-MailDomain bucher.test", "DomainNotFound", "bücher.test")]
    [InlineData("Get-MailAccount -Domain exmaple.test", "DomainNotFound", "example.test")]
    [InlineData("Set-MailDomain xample.test -Description x", "DomainNotFound", "example.test")]
    [InlineData("Remove-MailDomain example.tes -Confirm:$false", "DomainNotFound", "example.test")]
    [InlineData("Get-MailAccount an@example.test", "AccountNotFound", "ann@example.test")]
    [InlineData("Get-MailAccount nan@example.test", "AccountNotFound", "ann@example.test")]
    [InlineData("Get-MailAccount ann@exmaple.test", "AccountNotFound", "ann@example.test")]
    [InlineData("Set-MailAccount Anm@example.test -Quota 1GB", "AccountNotFound", "ann@example.test")]
    [InlineData("Remove-MailAccount annn@example.test -WhatIf", "AccountNotFound", "ann@example.test")]
    [InlineData("Get-MailAlias sale@example.test", "AliasNotFound", "sales@example.test")]
    [InlineData("Get-MailGroup taem@example.test", "GroupNotFound", "team@example.test")]
    public void A_name_with_a_typing_mistake_is_answered_with_the_one_that_was_meant(
        string script, string error, string similar)
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ = shell.Run(Setup).Success;

        ErrorRecord record = Assert.Single(shell.Run(script).Errors);

        Assert.Equal(error, record.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains($"'{similar}'?", record.Exception.Message, StringComparison.Ordinal);
        Assert.NotEqual("", record.ErrorDetails.RecommendedAction);
    }

    [Theory]
    [InlineData("Get-MailDomain other.org")]
    [InlineData("Get-MailAccount somebody@example.test")]
    [InlineData("New-MailAccount ann@elsewhere.org")]
    [InlineData("Get-MailAccount sales@example.test")]
    public void Nothing_is_suggested_for_a_name_that_is_like_no_other(string script)
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ = shell.Run(Setup).Success;

        Assert.DoesNotContain("?", Assert.Single(shell.Run(script).Errors).Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("New-MailAlias x@example.test -Target nobody@example.test, ann@example.test, a@other.test", "nobody@example.test")]
    [InlineData("Set-MailAlias sales@example.test -Target ann+tag@example.test, nobody@example.test", "nobody@example.test")]
    [InlineData("New-MailGroup x@example.test -Member nobody@example.test, sales@example.test", "nobody@example.test")]
    [InlineData("Set-MailGroup team@example.test -Member nobody@example.test", "nobody@example.test")]
    [InlineData("Add-MailGroupMember team@example.test -Member nobody@example.test", "nobody@example.test")]
    [InlineData("New-MailAccount x@example.test -ForwardTo nobody@example.test", "nobody@example.test")]
    [InlineData("Set-MailAccount ann@example.test -ForwardTo nobody@example.test", "nobody@example.test")]
    [InlineData("Remove-MailGroupMember team@example.test -Member ann@example.test, bob@example.test", "bob@example.test")]
    [InlineData("New-MailAccount x@example.test -Quota 10", "10 bytes")]
    [InlineData("Set-MailAccount ann@example.test -Quota 0", "Unlimited")]
    [InlineData("Set-MailQuota ann@example.test -Quota 500", "500 bytes")]
    [InlineData("Set-MailQuota example.test -Quota 500", "500 bytes")]
    [InlineData("Set-MailDomain example.test -DefaultQuota 2", "2 bytes")]
    [InlineData("New-MailDomain new.test -MaxMessageSize 25", "25 bytes")]
    [InlineData("Set-MailStore -DefaultQuota 50", "50 bytes")]
    [InlineData("Set-MailDomain example.test -MaxAccounts 1", "2 accounts")]
    public void What_was_probably_not_meant_is_a_warning_and_is_done(string script, string part)
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test", "eve@example.test");
        _ = shell.Run(Setup).Success;

        ShellResult result = shell.Run(script);

        Assert.Empty(result.Errors);
        Assert.Contains(part, Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("New-MailAlias x@example.test -Target ann@example.test, team@example.test, postmaster@example.test, a@other.test")]
    [InlineData("Add-MailGroupMember team@example.test -Member eve@example.test, sales@example.test")]
    [InlineData("New-MailAccount x@example.test -Quota '500 MB' -ForwardTo eve@example.test")]
    [InlineData("Get-MailAccount | Set-MailAccount -Description x")]
    [InlineData("Set-MailAccount ann@example.test -Quota $null")]
    [InlineData("Set-MailDomain example.test -MaxAccounts 2 -CatchAll ann@example.test")]
    public void What_is_in_order_gives_no_warning(string script)
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test", "eve@example.test");
        _ = shell.Run(Setup).Success;

        ShellResult result = shell.Run(script);

        Assert.Empty(result.Errors);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void A_domain_in_its_own_script_is_shown_so()
    {
        using ModuleShell shell = ModuleShell.WithAccounts();
        _ = shell.Run(Setup).Success;

        Assert.Contains("bücher.test", shell.Render("Get-MailDomain"), StringComparison.Ordinal);
        Assert.DoesNotContain("xn--", shell.Render("Get-MailDomain"), StringComparison.Ordinal);
        Assert.Equal("bücher.test", shell.Run("Get-MailQuota bücher.test").Value("Address"));
        Assert.Equal("bücher.test", shell.Run("Get-MailQuota xn--bcher-kva.test").Value("Address"));
        Assert.Contains(
            "'straße.test'",
            Assert.Single(shell.Run("New-MailAccount ann@straße.test").Errors).Exception.Message,
            StringComparison.Ordinal);
    }
}
