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

    [Fact]
    public void An_address_of_our_own_has_the_listeners_of_this_server_as_its_settings()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ = shell.Run(
            "$null = New-MailAlias sales@example.test ann@example.test; "
                + "foreach ($protocol in 'Smtp', 'Submission', 'Imap', 'Pop3') "
                + "{ $null = Start-MailListener -Protocol $protocol -TlsMode StartTls -Port 0 }; "
                + "$null = Start-MailListener -Protocol Imap -TlsMode Implicit -Port 0").Success;
        const string Search = " -NameServer 127.0.0.1:9 -TimeoutSeconds 5";

        ShellResult found = shell.Run("Find-MailServer ann@example.test" + Search);
        ShellResult alias = shell.Run("Find-MailServer sales@example.test -Protocol Imap" + Search);
        ShellResult tested = shell.Run(
            $"Find-MailServer ann@example.test{Search} | Test-MailConnection -Summary");

        Assert.Equal(["Imap", "Imap", "Pop3", "Submission"], found.Texts("Protocol"));
        Assert.Equal(["Implicit", "StartTls", "StartTls", "StartTls"], found.Texts("TlsMode"));
        Assert.All(found.Texts("Server"), server => Assert.Equal("mail.example.test", server));
        Assert.All(found.Texts("UserName"), user => Assert.Equal("ann@example.test", user));
        Assert.All(found.Texts("Source"), source => Assert.Equal("Store", source));
        Assert.Equal(
            shell.Run("Get-MailListener -Protocol Imap").Texts("Port").Order(), found.Texts("Port").Take(2).Order());
        Assert.Equal("", alias.Texts("UserName")[0]);
        Assert.Contains("ann@example.test", alias.Texts("Note")[0], StringComparison.Ordinal);
        Assert.Equal(["True", "True", "True", "True"], tested.Texts("Succeeded"));
    }

    [Fact]
    public void Another_store_is_asked_when_it_is_named()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ = shell.Run("$null = Start-MailListener -Protocol Imap -TlsMode StartTls -Port 0; Disconnect-MailStore").Success;
        const string Search = "Find-MailServer ann@example.test -NameServer 127.0.0.1:9 -TimeoutSeconds 2 -StorePath $args[0]";

        ShellResult found = shell.Run(Search, shell.StorePath);
        ErrorRecord missing = Assert.Single(shell.Run(Search, shell.Folder["none"]).Errors);

        Assert.Equal(["Store"], found.Texts("Source"));
        Assert.StartsWith("StoreNotFound,", missing.FullyQualifiedErrorId, StringComparison.Ordinal);
    }
}
