using System.Management.Automation;
using MailAdmin.Module.Tests.Shell;
using MailAdmin.Tests.Diagnostics;

namespace MailAdmin.Module.Tests.Diagnostics;

/// <summary>
/// Test-MailDomain where no name server answers: 203.0.113.1 is nobody's, and loopback port 9 refuses.
/// </summary>
public sealed class DomainTests : IDisposable
{
    private readonly LoopbackWeb web = new();
    private readonly ModuleShell shell = new();

    public void Dispose()
    {
        shell.Dispose();
        web.Dispose();
    }

    [Fact]
    public void A_domain_that_cannot_be_found_ends_in_one_cause()
    {
        web.Serve("/domain/a.test", """{"objectClassName": "domain", "status": ["client hold"], "events": []}""");

        ShellResult result = shell.Run(
            "'ann@a.test' | Test-MailDomain -RdapServer $args[0] -NameServer 127.0.0.1:9 -TimeoutSeconds 2 -Summary",
            web.Address);

        PSObject summary = Assert.Single(result.Success);
        Assert.False((bool)summary.Properties["Succeeded"].Value);
        Assert.Equal(
            "DomainOnHold", PSObject.AsPSObject(summary.Properties["RootCause"].Value).Properties["Code"].Value);
        Assert.False((bool)Assert.Single(shell.Run("Test-MailDomain a.test -RdapServer $args[0] -NameServer 127.0.0.1:9 -TimeoutSeconds 2 -Quiet", web.Address).Success).BaseObject);
    }

    [Fact]
    public void What_is_no_domain_and_no_name_server_is_refused()
    {
        Assert.StartsWith(
            "InvalidDomainName,", Assert.Single(shell.Run("Test-MailDomain 'a b'").Errors).FullyQualifiedErrorId,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "InvalidArgument,",
            Assert.Single(shell.Run("Test-MailDomain a.test -NameServer ns.a.test").Errors).FullyQualifiedErrorId,
            StringComparison.Ordinal);
    }
}
