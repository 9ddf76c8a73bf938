using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.DirectoryCmdlets;

public sealed class QuotaTests
{
    [Fact]
    public void Quotas_of_accounts_and_domains_are_set_by_the_same_cmdlet()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        ShellResult account = shell.Run(
            "Get-MailQuota ann@example.test | Set-MailQuota -Quota '1 GB' -QuotaWarning 50 -PassThru");
        ShellResult domain = shell.Run("Set-MailQuota example.test -Quota '10 GB' -PassThru");

        Assert.Equal("1 GB", account.Value("Quota")!.ToString());
        Assert.Equal("50", string.Join(' ', (IEnumerable<int>)account.Value("QuotaWarning")!));
        Assert.Equal("10 GB", domain.Value("Quota")!.ToString());
        Assert.Equal("10 GB", shell.Run("Get-MailDomain example.test").Value("MaxTotalSize")!.ToString());
        Assert.Equal("example.test", shell.Run("Get-MailDomain | Get-MailQuota").Value("Address"));
    }

    [Fact]
    public void A_domain_has_no_warning_of_its_own()
    {
        using ModuleShell shell = ModuleShell.WithAccounts();

        ShellResult result = shell.Run("Set-MailQuota example.test -Quota '10 GB' -QuotaWarning 50");

        Assert.Equal(
            "InvalidArgument,MailAdmin.Commands.Quotas.SetMailQuotaCommand",
            Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Equal("Unlimited", shell.Run("Get-MailQuota example.test").Value("Quota")!.ToString());
    }

    [Theory]
    [InlineData("2GB", 2147483648)]
    [InlineData("'2GB'", 2147483648)]
    [InlineData("'1.5 kb'", 1536)]
    [InlineData("1024", 1024)]
    [InlineData("Unlimited", long.MaxValue)]
    [InlineData("([double]1e6)", 1000000)]
    public void Sizes_bind_as_people_write_them(string written, long bytes)
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        Assert.Equal(
            bytes,
            shell.Run($"(Set-MailQuota ann@example.test -Quota {written} -PassThru).Quota.Bytes").Success.Single().BaseObject);
    }

    [Fact]
    public void Sizes_compare_sort_and_sum_in_scripts()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test", "bob@example.test");

        ShellResult result = shell.Run("""
            Set-MailQuota ann@example.test 1GB
            $quota = Get-MailQuota
            $quota[0].Quota -eq 1GB; $quota[0].Quota -lt '2 GB'; $quota[1].Quota -gt $quota[0].Quota; ($quota[0].Quota + 1GB).ToString()
            """);

        Assert.Equal([true, true, true, "2 GB"], result.Success.Select(item => item.BaseObject));
    }

    [Theory]
    [InlineData(
        "Set-MailQuota nobody@example.test 1GB", "AccountNotFound,MailAdmin.Commands.Quotas.SetMailQuotaCommand")]
    [InlineData("Set-MailQuota nowhere.test 1GB", "DomainNotFound,MailAdmin.Commands.Quotas.SetMailQuotaCommand")]
    [InlineData("Get-MailQuota nobody@example.test", "AccountNotFound,MailAdmin.Commands.Quotas.GetMailQuotaCommand")]
    [InlineData("Get-MailQuota nowhere.test", "DomainNotFound,MailAdmin.Commands.Quotas.GetMailQuotaCommand")]
    [InlineData(
        "Set-MailQuota ann@example.test '2 XB'",
        "ParameterArgumentTransformationError,MailAdmin.Commands.Quotas.SetMailQuotaCommand")]
    public void Refusals_have_a_stable_id(string script, string errorId)
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        Assert.Equal(errorId, Assert.Single(shell.Run(script).Errors).FullyQualifiedErrorId);
    }
}
