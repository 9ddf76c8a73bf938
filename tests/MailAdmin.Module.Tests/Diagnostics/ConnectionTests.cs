using System.Diagnostics;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Diagnostics;

/// <summary>
/// Test-MailConnection as an administrator uses it: against the listeners of the store and against servers of others.
/// </summary>
public sealed class ConnectionTests
{
    private const string Start = "Start-MailListener -Protocol Imap -TlsMode StartTls -Port 0";

    [Theory]
    [InlineData(
        "Disable-MailAccount ann@example.test", "AccountDisabled", "Enable-MailAccount -Address ann@example.test")]
    [InlineData(
        "Set-MailAccount ann@example.test -Protocol Smtp, Pop3", "ProtocolDisabled",
        "Set-MailAccount -Address ann@example.test -Protocol Smtp, Pop3, Imap")]
    [InlineData("Disable-MailDomain example.test", "AccountDisabled", "Enable-MailDomain -Name example.test")]
    public void The_state_of_a_local_account_explains_the_refusal_and_the_command_puts_it_right(
        string fault, string code, string fix)
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ = shell.Run($"{Start}; {fault}").Success;
        foreach (string credential in (string[])["", "-Credential ([pscredential]::new('ann@example.test', $args[0]))"])
        {
            PSObject cause = RootCause(shell, $"ann@example.test -Protocol Imap {credential}");

            Assert.Equal((code, fix), (Text(cause, "Code"), Text(cause, "FixCommand")));
            Assert.DoesNotContain('?', Text(cause, "Message") + Text(cause, "Explanation"));
        }

        _ = shell.Run(fix).Success;

        Assert.Equal([true], shell.Run(
            "Test-MailConnection ann@example.test -Protocol Imap -Quiet -Credential ([pscredential]::new('ann@example.test', $args[0]))",
            ModuleShell.Secret("secret-1")).Success.Select(item => item.BaseObject));
    }

    [Fact]
    public void An_account_that_the_store_does_not_have_is_said_to_be_missing()
    {
        using ModuleShell shell = ModuleShell.WithAccounts();
        _ = shell.Run(Start).Success;

        PSObject cause = RootCause(shell, "bob@example.test -Protocol Imap");

        Assert.Equal("LogonFailed", Text(cause, "Code"));
        Assert.Equal("New-MailAccount -Address bob@example.test -GeneratePassword", Text(cause, "FixCommand"));
        _ = shell.Run(Text(cause, "FixCommand")).Success;
        Assert.Equal(
            "True",
            Assert.Single(shell.Run("Test-MailConnection bob@example.test -Protocol Imap -Quiet").Success).ToString());
    }

    [Fact]
    public void An_address_with_too_many_wrong_passwords_is_said_to_be_blocked_and_not_its_password_wrong()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ = shell.Run($"{Start}; Set-MailStore -LogonFailureLimit 1").Success;
        const string Test = "(Test-MailConnection ann@example.test -Protocol Imap -Summary -Credential ([pscredential]::new('ann@example.test', $args[0]))).RootCause";

        Assert.Equal("LogonFailed", shell.Run(Test, ModuleShell.Secret("wrong")).Value("Code"));
        Assert.Equal("AccountLocked", shell.Run(Test, ModuleShell.Secret("secret-1")).Value("Code"));
    }

    [Fact]
    public void A_full_account_is_said_to_be_full_and_the_command_gives_it_room()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        object? port = shell.Run("Start-MailListener -Protocol Smtp -TlsMode StartTls -Port 0").Value("Port");
        using (MailKit.Net.Smtp.SmtpClient client = new())
        {
            client.Connect(
                "127.0.0.1", (int)port!, MailKit.Security.SecureSocketOptions.None,
                TestContext.Current.CancellationToken);
            MimeKit.MimeMessage message =
                new() { Subject = "Hello", Body = new MimeKit.TextPart { Text = new string('x', 4000) } };
            message.From.Add(MimeKit.MailboxAddress.Parse("bob@other.test"));
            message.To.Add(MimeKit.MailboxAddress.Parse("ann@example.test"));
            client.Send(message, TestContext.Current.CancellationToken);
        }

        _ = shell.Run("Set-MailQuota ann@example.test 1000").Success;

        PSObject cause = RootCause(shell, "ann@example.test -Protocol Smtp");

        Assert.Equal(("MailboxFull", "Mailbox"), (Text(cause, "Code"), Text(cause, "Layer")));
        Assert.StartsWith(
            "Set-MailQuota -Address ann@example.test -Quota ", Text(cause, "FixCommand"), StringComparison.Ordinal);
        _ = shell.Run(Text(cause, "FixCommand")).Success;
        Assert.Equal(
            "True",
            Assert.Single(shell.Run("Test-MailConnection ann@example.test -Protocol Smtp -Quiet").Success).ToString());
    }

    [Fact]
    public void Several_servers_are_tested_side_by_side_and_written_in_their_order()
    {
        using ModuleShell shell = new();
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        int port = ((IPEndPoint)silent.LocalEndpoint).Port;
        long started = Stopwatch.GetTimestamp();

        ShellResult result = shell.Run(
            "1..8 | ForEach-Object { [pscustomobject]@{ Server = \"127.0.0.$_\"; Port = $args[0] } } | Test-MailConnection -Protocol Imap -TlsMode None -TimeoutSeconds 2 -Summary", port);

        Assert.Equal(Enumerable.Range(1, 8).Select(i => $"127.0.0.{i}"), result.Texts("Target"));
        Assert.True(
            Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(16), "One after the other takes 16 s and more.");
    }

    [Fact]
    public void A_diagnosis_stops_at_once_when_it_is_told_to()
    {
        using ModuleShell shell = new();
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        (PowerShell running, IAsyncResult waiting) = shell.Start(
            "Test-MailConnection -Server 127.0.0.1, 127.0.0.1 -Protocol Imap -TlsMode None -TimeoutSeconds 300 -Port $args[0]",
            ((IPEndPoint)silent.LocalEndpoint).Port);
        using Socket accepted = silent.AcceptSocket();
        long started = Stopwatch.GetTimestamp();

        running.Stop();

        Assert.True(waiting.AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(10)));
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10));
        running.Dispose();
    }

    [Fact]
    public void The_transcript_has_the_dialogue_without_the_password()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ = shell.Run(Start).Success;
        string path = shell.Folder["talk.txt"];

        _ = shell.Run(
            "Test-MailConnection ann@example.test -Protocol Imap -TranscriptPath $args[1] -Credential ([pscredential]::new('ann@example.test', $args[0]))",
            ModuleShell.Secret("secret-1"), path).Success;

        string text = File.ReadAllText(path);
        Assert.Matches(@"C: \w+ AUTHENTICATE PLAIN \*{8}", text);
        Assert.Contains("Logon: Pass Ok", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-1", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_transcript_that_cannot_be_written_ends_it_before_anything_is_tested()
    {
        using ModuleShell shell = new();

        ShellResult result = shell.Run(
            "Test-MailConnection -Server localhost -Port 1 -Protocol Imap -TranscriptPath $args[0]",
            shell.Folder["none/talk.txt"]);

        Assert.Empty(result.Output);
        Assert.Equal(
            "InvalidArgument,MailAdmin.Commands.Diagnosis.TestMailConnectionCommand",
            Assert.Single(result.Errors).FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("en-US", "refuses connections")]
    [InlineData("ja-JP", "拒否しました")]
    public void The_texts_are_in_the_language_of_the_session(string culture, string words)
    {
        using ModuleShell shell = new();
        int port;
        using (TcpListener free = new(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        ShellResult result = shell.Run(
            "[cultureinfo]::CurrentUICulture = $args[1]; (Test-MailConnection -Server 127.0.0.1 -Port $args[0] -Protocol Imap -TlsMode None -Summary).RootCause", port, culture);

        Assert.Equal("PortClosed", result.Value("Code"));
        Assert.Contains(words, (string)result.Value("Message")!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_can_be_written_as_JSON_by_its_properties()
    {
        using ModuleShell shell = new();

        ShellResult result = shell.Run("Test-MailConnection -Server 127.0.0.1 -Port 1 -Protocol Imap -TlsMode None");

        Assert.All(result.Success.SelectMany(item => item.Properties), property => Assert.True(
            property.Value is null or string or int or Enum or TimeSpan, $"{property.Name} is a {property.Value?.GetType()}"));
    }

    [Fact]
    public void What_is_no_name_server_is_refused_and_named()
    {
        using ModuleShell shell = new();

        ShellResult result = shell.Run("Test-MailConnection ann@example.test -NameServer ns.example.test");

        Assert.Contains("ns.example.test", Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void An_address_of_others_is_looked_up_at_the_name_server_that_is_given()
    {
        using ModuleShell shell = new();
        using UdpClient silent = new(new IPEndPoint(IPAddress.Loopback, 0));

        ShellResult result = shell.Run(
            "(Test-MailConnection ann@example.test -NameServer $args[0] -TimeoutSeconds 1 -Summary).Checks | Where-Object Layer -EQ Dns",
            silent.Client.LocalEndPoint!.ToString());

        Assert.Equal("ResolverUnreachable", result.Value("Code"));
        Assert.True(silent.Available > 0);
    }

    private static PSObject RootCause(ModuleShell shell, string arguments)
    {
        ShellResult result = shell.Run(
            $"(Test-MailConnection {arguments} -Summary).RootCause", ModuleShell.Secret("secret-1"));
        return Assert.Single(result.Success);
    }

    private static string Text(PSObject item, string property) => item.Properties[property].Value?.ToString() ?? "";
}
