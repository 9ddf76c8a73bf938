using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Diagnostics;

/// <summary>The tests of servers, against the module's own.</summary>
public sealed class ServerTestTests
{
    [Fact]
    public void The_TLS_of_a_listener_is_described_with_versions_cipher_and_certificate()
    {
        using ModuleShell shell = ModuleShell.WithAccounts();
        object port = shell.Run("Start-MailListener -Protocol Imap -TlsMode Implicit -Port 0").Value("Port")!;

        ShellResult result = shell.Run("Test-MailTls localhost $args[0] -Protocol Imap -TimeoutSeconds 8", port);
        ShellResult summary = shell.Run("Test-MailTls localhost $args[0] -Protocol Imap -Summary", port);

        Assert.Equal(["Ok", "Ok"], result.Texts("Code").Take(2));
        Assert.Contains(result.Texts("Code")[^1], new[] { "CertificateUntrusted", "CertificateNameMismatch" });
        Assert.Equal(3, ((System.Collections.ICollection)summary.Value("Checks")!).Count);
        Assert.Equal(
            false, shell.Run("Test-MailTls localhost $args[0] -Protocol Imap -Quiet", port).Success[0].BaseObject);
    }

    [Fact]
    public void A_port_that_says_nothing_about_its_protocol_is_an_error()
    {
        using ModuleShell shell = new();

        Assert.Equal(
            "InvalidArgument", shell.Run("Test-MailTls localhost 4711").Errors[0].FullyQualifiedErrorId.Split(',')[0]);
    }

    [Fact]
    public void The_own_server_is_no_open_relay()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        object port = shell.Run("Start-MailListener -Protocol Smtp -Port 0 -TlsMode StartTls").Value("Port")!;

        ShellResult result = shell.Run("Test-MailRelay localhost -Port $args[0] -Domain example.test", port);

        Assert.NotEmpty(result.Success);
        Assert.All(result.Texts("Code"), code => Assert.Equal("Ok", code));
        Assert.Equal(true, shell.Run(
            "Test-MailRelay localhost -Port $args[0] -Domain example.test -Quiet", port).Success[0].BaseObject);
    }

    [Fact]
    public void The_command_that_a_finding_gives_puts_it_right()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        object command = shell.Run("(Test-MailServer -Summary).RootCause").Value("FixCommand")!;

        Assert.StartsWith("Start-MailListener", (string)command, StringComparison.Ordinal);
        _ = shell.Run("$null = Start-MailListener -Protocol Smtp -Port 0 -TlsMode StartTls; $null = Start-MailListener -Protocol Imap -Port 0 -TlsMode Implicit; $null = Start-MailListener -Protocol Submission -Port 0 -TlsMode StartTls").Success;

        Assert.Equal(true, shell.Run("Test-MailServer -Quiet").Success[0].BaseObject);
        Assert.DoesNotContain("Fail", shell.Run("Test-MailServer").Texts("Status"));
    }
}
