using System.Management.Automation;
using MailAdmin.Module.Tests.Shell;
using MailAdmin.Tests.Diagnostics;

namespace MailAdmin.Module.Tests.Diagnostics;

public sealed class DomainRegistrationTests : IDisposable
{
    private readonly LoopbackWeb web = new();
    private readonly ModuleShell shell = new();

    public void Dispose()
    {
        shell.Dispose();
        web.Dispose();
    }

    [Fact]
    public void Registrations_come_in_order_and_an_unknown_domain_is_an_error_of_its_own()
    {
        web.Serve("/domain/a.test", Domain("2001-01-01T00:00:00Z"))
            .Serve("/domain/b.test", Domain("2999-01-01T00:00:00Z"));

        ShellResult result = shell.Run(
            "'a.test', 'none.test', 'ann@b.test' | Get-MailDomainRegistration -RdapServer $args[0]", web.Address);

        Assert.Equal(["a.test", "b.test"], result.Output.Select(item => item.Properties["Domain"].Value.ToString()));
        Assert.Equal(["DomainExpired", "Ok"], result.Output.Select(item => (string)item.Properties["Code"].Value));
        Assert.True((int)result.Output[1].Properties["DaysLeft"].Value > 300_000);
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal(
            "DomainNotFound,MailAdmin.Commands.Diagnosis.GetMailDomainRegistrationCommand",
            error.FullyQualifiedErrorId);
        Assert.Equal("none.test", error.TargetObject);
    }

    [Fact]
    public void A_server_that_is_no_web_server_is_refused()
    {
        ErrorRecord error = Assert.Single(
            shell.Run("Get-MailDomainRegistration a.test -RdapServer file:///etc/").Errors);

        Assert.Equal(
            "InvalidArgument,MailAdmin.Commands.Diagnosis.GetMailDomainRegistrationCommand",
            error.FullyQualifiedErrorId);
    }

    private static string Domain(string expires) => $$"""
        {"objectClassName": "domain", "status": ["active"], "events": [{"eventAction": "expiration", "eventDate": "{{expires}}"}]}
        """;
}
