using System.Management.Automation;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Diagnostics;

/// <summary>
/// Find-MailServer where no name server answers: loopback port 9 refuses, and a name in .invalid has no web server.
/// </summary>
public sealed class ServerSearchTests
{
    [Fact]
    public void An_address_without_servers_is_an_error_of_its_own_that_says_what_to_do()
    {
        using ModuleShell shell = new();

        ErrorRecord error = Assert.Single(
            shell.Run("Find-MailServer ann@none.invalid -NameServer 127.0.0.1:9 -TimeoutSeconds 2").Errors);

        Assert.Equal("ServerNotFound,MailAdmin.Commands.Diagnosis.FindMailServerCommand", error.FullyQualifiedErrorId);
        Assert.Equal(
            "Run Test-MailDomain none.invalid to see what the domain publishes.", error.ErrorDetails.RecommendedAction);
        Assert.StartsWith(
            "InvalidAddress,",
            Assert.Single(shell.Run("Find-MailServer 'not an address'").Errors).FullyQualifiedErrorId,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_test_of_an_address_elsewhere_goes_to_the_servers_that_are_found_for_it()
    {
        using ModuleShell shell = ModuleShell.WithStore();

        PSObject result = shell.Run(
            "Test-MailConnection ann@gmail.com -Protocol Imap -NameServer 127.0.0.1:9 -TimeoutSeconds 2").Success
            .First(item => item.Properties["Status"].Value.ToString() == "Fail");
        ErrorRecord error = Assert.Single(shell.Run(
            "Test-MailConnection ann@none.invalid -Protocol Pop3 -NameServer 127.0.0.1:9 -TimeoutSeconds 2").Errors);

        Assert.Equal(
            ("imap.gmail.com", 993, "ResolverUnreachable"),
            (result.Properties["Server"].Value, result.Properties["Port"].Value, result.Properties["Code"].Value));
        Assert.Equal(
            "ServerNotFound,MailAdmin.Commands.Diagnosis.TestMailConnectionCommand", error.FullyQualifiedErrorId);
    }
}
