using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Diagnostics;

/// <summary>Round trips over the module's own listeners.</summary>
public sealed class RoundTripTests
{
    private const string Start = """
        $null = Start-MailListener -Protocol Submission -TlsMode StartTls -Port 0
        $null = Start-MailListener -Protocol Imap -TlsMode Implicit -Port 0
        $null = Start-MailListener -Protocol Pop3 -TlsMode Implicit -Port 0
        function global:New-Logon($password) { [System.Management.Automation.PSCredential]::new('ann@example.test', [System.Net.NetworkCredential]::new('', $password).SecurePassword) }
        """;

    [Theory]
    [InlineData("Imap")]
    [InlineData("Pop3")]
    public void A_message_goes_round_arrives_unchanged_and_nothing_is_left(string protocol)
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ = shell.Run(Start).Success;

        ShellResult result = shell.Run("Test-MailRoundTrip ann@example.test -Credential (New-Logon 'secret-1') -Protocol $args[0] -TimeoutSeconds 20 -SkipCertificateCheck", protocol);

        Assert.Equal(["Ok", "Ok", "Ok", "Ok"], result.Texts("Code"));
        Assert.Contains("hops", result.Texts("Message")[1], StringComparison.Ordinal);
        Assert.Equal(0L, Convert.ToInt64(
            shell.Run("Get-MailAccount ann@example.test").Value("MessageCount"),
            System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_wrong_password_is_the_cause_and_nothing_is_sent()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ = shell.Run(Start).Success;

        ShellResult result = shell.Run("Test-MailRoundTrip ann@example.test -Credential (New-Logon 'wrong') -TimeoutSeconds 20 -SkipCertificateCheck");

        Assert.Equal(["LogonFailed", "Skipped", "Skipped", "Skipped"], result.Texts("Code"));
        Assert.DoesNotContain("wrong", string.Join('\n', result.Texts("Evidence")), StringComparison.Ordinal);
        Assert.Equal(0L, Convert.ToInt64(
            shell.Run("Get-MailAccount ann@example.test").Value("MessageCount"),
            System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_message_that_does_not_arrive_in_time_is_told_as_lost()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test", "bob@example.test");
        _ = shell.Run(Start).Success;

        // Sent to bob, looked for in the mailbox of ann: it can never arrive there.
        ShellResult result = shell.Run("Test-MailRoundTrip bob@example.test -Sender ann@example.test -Credential (New-Logon 'secret-1') -TimeoutSeconds 2 -SkipCertificateCheck -Summary");

        Assert.Equal(false, result.Value("Succeeded"));
        Assert.Contains(
            "MessageLost", shell.Run("$args[0].RootCause.Code", result.Success[0]).Success[0].BaseObject.ToString()!,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Without_listeners_it_says_which_one_is_missing()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        ShellResult result = shell.Run("Test-MailRoundTrip ann@example.test -Credential ([System.Management.Automation.PSCredential]::new('ann', [System.Net.NetworkCredential]::new('', 'x').SecurePassword))");

        Assert.Equal("ListenerNotFound", result.Errors[0].FullyQualifiedErrorId.Split(',')[0]);
    }
}
