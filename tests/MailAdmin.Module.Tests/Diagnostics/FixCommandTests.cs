using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Diagnostics;

/// <summary>
/// The command that a cause gives runs as it stands; after it the same test finds nothing, or one knows more.
/// </summary>
public sealed class FixCommandTests
{
    /// <summary>What breaks it, what is asked, the cause, and the command that cures it.</summary>
    public static TheoryData<string, string, string, string> Cured => new()
    {
        {
            "Set-MailQuota ann@example.test 0", "ann@example.test -Protocol Smtp",
            "MailboxFull", "Set-MailQuota -Address ann@example.test -Quota 104857600"
        },
        {
            "Set-MailQuota example.test 0", "ann@example.test -Protocol Smtp",
            "MailboxFull", "Set-MailQuota -Address example.test -Quota 104857600"
        },
        {
            "New-MailAlias sales@example.test ann@example.test; Disable-MailAccount ann@example.test",
            "sales@example.test -Protocol Smtp",
            "AccountDisabled", "Enable-MailAccount -Address ann@example.test"
        },
        {
            "New-MailAlias sales@example.test ann@example.test; Set-MailQuota ann@example.test 0",
            "sales@example.test -Protocol Smtp",
            "MailboxFull", "Set-MailQuota -Address ann@example.test -Quota 104857600"
        },
        {
            "New-MailAlias sales@example.test ann@example.test; Set-MailAlias sales@example.test -Disabled",
            "sales@example.test -Protocol Smtp",
            "RecipientNotFound", "Set-MailAlias -Address sales@example.test -Disabled:$false"
        },
        {
            "New-MailGroup team@example.test ann@example.test; Set-MailGroup team@example.test -Disabled",
            "team@example.test -Protocol Smtp",
            "RecipientNotFound", "Set-MailGroup -Address team@example.test -Disabled:$false"
        },
        {
            "New-MailGroup team@example.test ann@example.test; Set-MailAccount ann@example.test -SendOnly",
            "team@example.test -Protocol Smtp",
            "AccountDisabled", "Set-MailAccount -Address ann@example.test -SendOnly:$false"
        },
        {
            "Set-MailDomain example.test -CatchAll ann@example.test; Disable-MailAccount ann@example.test",
            "nobody@example.test -Protocol Smtp",
            "AccountDisabled", "Enable-MailAccount -Address ann@example.test"
        },
        {
            "Disable-MailAccount ann@example.test", "ann+news@example.test -Protocol Smtp",
            "AccountDisabled", "Enable-MailAccount -Address ann@example.test"
        },
        {
            "Set-MailDomain example.test -AliasDomain example.org", "bob@example.org -Protocol Smtp",
            "RecipientNotFound", "New-MailAccount -Address bob@example.test -GeneratePassword"
        },
        {
            "Set-MailAccount ann@example.test -ReceiveOnly",
            "ann@example.test -Protocol Submission " + As("ann@example.test"),
            "ProtocolDisabled", "Set-MailAccount -Address ann@example.test -ReceiveOnly:$false"
        },
        {
            "Set-MailAccount ann@example.test -ReceiveOnly", "ann@example.test -Protocol Submission",
            "ProtocolDisabled", "Set-MailAccount -Address ann@example.test -ReceiveOnly:$false"
        },
        {
            "New-MailAccount bob@example.test", "bob@example.test -Protocol Imap",
            "LogonFailed", "Set-MailAccountPassword -Address bob@example.test -GeneratePassword"
        },
        {
            "Set-MailStore -LogonFailureLimit 1; $wrong = [securestring]::new(); $wrong.AppendChar('x'); "
                + "$null = Test-MailConnection ann@example.test -Protocol Imap -Credential "
                + "([pscredential]::new('ann@example.test', $wrong))",
            "ann@example.test -Protocol Imap " + As("ann@example.test"),
            "AccountLocked", "Get-MailLogonBlock 127.0.0.1 | Remove-MailLogonBlock"
        },
    };

    /// <summary>
    /// What breaks it, what is asked, the cause, and the command that shows more, with what it writes.
    /// </summary>
    public static TheoryData<string, string, string, string, string> Narrowed => new()
    {
        {
            "New-MailAlias sales@example.test ann@example.test",
            "ann@example.test -Protocol Imap " + As("sales@example.test"),
            "LogonFailed", "Get-MailAlias -Address sales@example.test", "sales@example.test"
        },
        {
            "New-MailGroup team@example.test ann@example.test",
            "ann@example.test -Protocol Imap " + As("team@example.test"),
            "LogonFailed", "Get-MailGroupMember -Address team@example.test", "team@example.test"
        },
        {
            "", "-Server localhost -Protocol Imap -Port $args[1] -SkipCertificateCheck " + As("ann"),
            "LogonFailed", "Get-MailAccount -Address 'ann@*'", "ann@example.test"
        },
        {
            "New-MailGroup team@example.test ann@example.test -PostPermission Members",
            "team@example.test -Protocol Smtp",
            "RelayDenied", "Get-MailGroup -Address team@example.test", "team@example.test"
        },
    };

    [Theory]
    [MemberData(nameof(Cured))]
    public void The_command_cures_what_was_found(string fault, string question, string code, string fix)
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ = Start(shell, question);
        _ = shell.Run(fault).Success;

        PSObject cause = RootCause(shell, question);
        Assert.Equal((code, fix), (Text(cause, "Code"), Text(cause, "FixCommand")));
        Assert.DoesNotContain('?', Text(cause, "Message") + Text(cause, "Explanation") + Text(cause, "Suggestion"));
        _ = shell.Run(fix).Success;

        PSObject summary = Assert.Single(
            shell.Run($"Test-MailConnection {question} -Summary", ModuleShell.Secret("secret-1")).Success);
        Assert.Equal("", $"{summary.Properties["RootCause"].Value}");
    }

    [Theory]
    [MemberData(nameof(Narrowed))]
    public void The_command_shows_what_the_cause_is_about(
        string fault, string question, string code, string fix, string shown)
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        object port = Start(shell, question);
        _ = shell.Run(fault).Success;

        PSObject cause = RootCause(shell, question, port);

        Assert.Equal((code, fix), (Text(cause, "Code"), Text(cause, "FixCommand")));
        Assert.DoesNotContain('?', Text(cause, "Message") + Text(cause, "Explanation") + Text(cause, "Suggestion"));
        Assert.Equal(shown, Text(Assert.Single(shell.Run(fix).Success), "Address"));
    }

    [Fact]
    public void A_user_name_of_another_domain_is_not_given_a_new_password()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        string question = "ann@example.test -Protocol Imap " + As("ann@other.test");
        _ = Start(shell, question);

        PSObject cause = RootCause(shell, question);

        Assert.Equal(("LogonFailed", "Get-MailDomain"), (Text(cause, "Code"), Text(cause, "FixCommand")));
        Assert.Contains("ann@other.test", Text(cause, "Message"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_password_is_not_blamed_on_the_setting_that_lets_no_mail_out()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        string question = "ann@example.test -Protocol Submission " + As("ann@example.test");
        _ = Start(shell, question);
        _ = shell.Run("Set-MailAccount ann@example.test -ReceiveOnly").Success;

        ShellResult result = shell.Run(
            $"(Test-MailConnection {question} -Summary).RootCause", ModuleShell.Secret("not this one"));

        Assert.Equal("LogonFailed", result.Value("Code"));
        Assert.Equal(
            "Set-MailAccountPassword -Address ann@example.test -GeneratePassword", result.Value("FixCommand"));
    }

    [Fact]
    public void An_address_of_our_own_fails_without_a_listener_that_takes_its_mail()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ = shell.Run("Start-MailListener -Protocol Imap -TlsMode StartTls -Port 0").Success;

        PSObject cause = RootCause(shell, "ann@example.test");

        Assert.Equal(("PortClosed", "Smtp"), (Text(cause, "Code"), Text(cause, "Protocol")));
        Assert.StartsWith("Start-MailListener -Protocol Smtp", Text(cause, "FixCommand"), StringComparison.Ordinal);
        _ = shell.Run("Start-MailListener -Protocol Smtp -TlsMode StartTls -Port 0").Success;
        Assert.Equal(
            "True", Assert.Single(shell.Run("Test-MailConnection ann@example.test -Quiet").Success).ToString());
    }

    [Fact]
    public void A_listener_that_is_not_there_is_started_by_the_command()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        string question = $"ann@example.test -Protocol Pop3 -Port {FreePort()}";

        PSObject cause = RootCause(shell, question);

        Assert.Equal("PortClosed", Text(cause, "Code"));
        _ = shell.Run(Text(cause, "FixCommand")).Success;
        Assert.Equal("True", Assert.Single(shell.Run($"Test-MailConnection {question} -Quiet").Success).ToString());
    }

    [Fact]
    public void The_command_is_for_the_store_that_was_tested()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        string other = shell.Folder["it's another"];
        _ = shell.Run(
            "$null = Initialize-MailStore $args[0] -HostName other.example.test; "
                + "$null = New-MailDomain example.test -StorePath $args[0]; "
                + "$null = New-MailAccount ann@example.test -Password $args[1] -StorePath $args[0]; "
                + "$null = Start-MailListener -Protocol Smtp -TlsMode StartTls -Port 0 -StorePath $args[0]; "
                + "Disable-MailAccount ann@example.test -StorePath $args[0]",
            other,
            ModuleShell.Secret("secret-1")).Success;
        const string Question = "Test-MailConnection ann@example.test -Protocol Smtp -StorePath $args[0]";

        ShellResult cause = shell.Run($"({Question} -Summary).RootCause", other);

        Assert.Equal("AccountDisabled", cause.Value("Code"));
        _ = shell.Run((string)cause.Value("FixCommand")!).Success;
        Assert.Equal("True", Assert.Single(shell.Run($"{Question} -Quiet", other).Success).ToString());
    }

    [Fact]
    public void Each_part_of_the_command_is_for_the_store_that_was_tested()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ = shell.Run("Disconnect-MailStore").Success;
        _ = shell.Run(
            "$null = Start-MailListener -Protocol Imap -TlsMode StartTls -Port 0 -StorePath $args[0]; "
                + "Set-MailStore -LogonFailureLimit 1 -Path $args[0]",
            shell.StorePath).Success;
        const string Question = "Test-MailConnection ann@example.test -Protocol Imap -StorePath $args[1] -Summary "
            + "-Credential ([pscredential]::new('ann@example.test', $args[0]))";
        _ = shell.Run(Question, ModuleShell.Secret("wrong"), shell.StorePath).Success;

        ShellResult cause = shell.Run($"({Question}).RootCause", ModuleShell.Secret("secret-1"), shell.StorePath);
        _ = shell.Run((string)cause.Value("FixCommand")!).Success;
        ShellResult after = shell.Run(Question, ModuleShell.Secret("secret-1"), shell.StorePath);

        Assert.Equal("AccountLocked", cause.Value("Code"));
        Assert.Equal(true, after.Value("Succeeded"));
    }

    [Fact]
    public void The_root_cause_is_written_as_its_code()
    {
        using ModuleShell shell = new();

        ShellResult result = shell.Run(
            "\"$((Test-MailConnection -Server 127.0.0.1 -Port $args[0] -Protocol Imap -TlsMode None -Summary).RootCause)\"",
            FreePort());

        Assert.Equal("PortClosed", Assert.Single(result.Success).BaseObject);
    }

    private static string As(string userName) => $"-Credential ([pscredential]::new('{userName}', $args[0]))";

    private static object Start(ModuleShell shell, string question)
    {
        string protocol = question.Contains("-Protocol Imap", StringComparison.Ordinal) ? "Imap"
            : question.Contains("-Protocol Submission", StringComparison.Ordinal) ? "Submission"
            : "Smtp";
        return shell.Run($"Start-MailListener -Protocol {protocol} -TlsMode StartTls -Port 0").Value("Port")!;
    }

    private static PSObject RootCause(ModuleShell shell, string question, object? port = null) => Assert.Single(
        shell.Run(
            $"(Test-MailConnection {question} -Summary).RootCause", ModuleShell.Secret("secret-1"), port).Success);

    private static string Text(PSObject item, string property) => $"{item.Properties[property]?.Value}";

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
