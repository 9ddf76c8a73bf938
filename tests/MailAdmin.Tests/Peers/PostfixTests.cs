using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Tests.Diagnostics;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace MailAdmin.Tests.Peers;

/// <summary>Postfix as the other server, both ways, found by MX in a real DNS.</summary>
public sealed class PostfixTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("postfix-tls").FullName;
    private PeerWorld? world;
    private PostfixServer? postfix;

    private PeerWorld World => world!;

    private PostfixServer Postfix => postfix!;

    public async ValueTask InitializeAsync()
    {
        world = await PeerWorld.CreateAsync();
        postfix = await PostfixServer.StartAsync(
            PostfixServer.FreePort(),
            world.SmtpPort,
            [
                "smtpd_tls_security_level = may",
                "smtp_tls_security_level = may",
                $"smtpd_tls_chain_files = {WriteChain()}",
                "smtpd_tls_received_header = yes",
                "message_size_limit = 200000",
                "smtpd_recipient_restrictions = check_recipient_access inline:{ {box450@peer.test=450 4.7.1 Greylisted by Postfix}, {box550@peer.test=550 5.7.1 Refused by Postfix} }",
            ]);
        world.Host("mx.peer.test", postfix.Port).Dns.Mx("peer.test", 10, "mx.peer.test");
    }

    public async ValueTask DisposeAsync()
    {
        if (postfix is not null)
        {
            await postfix.DisposeAsync();
        }

        if (world is not null)
        {
            await world.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_is_submitted_here_arrives_in_the_mailbox_there_under_TLS()
    {
        string body = string.Concat(Enumerable.Range(0, 2_000).Select(i => i % 7 == 0 ? $".{i}\r\n" : $"Line {i}\r\n"));

        await World.SubmitAsync("To Postfix", "bob@peer.test", body: body);

        string arrived = Assert.Single(await Postfix.WaitForMessagesAsync(1));
        Assert.EndsWith("\n" + body.ReplaceLineEndings("\n"), arrived, StringComparison.Ordinal);
        Assert.StartsWith("Return-Path: <ann@example.test>", arrived, StringComparison.Ordinal);
        Assert.DoesNotContain("Return-Path", arrived[1..], StringComparison.Ordinal);
        Assert.Contains("(using TLSv1.3", arrived, StringComparison.Ordinal);
        MailTraceEvent sent = (await World.TraceUntilAsync("bob@peer.test", MailTraceEventId.Send))[^1];
        Assert.Contains("queued as", sent.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_given_to_Postfix_arrives_in_the_mailbox_here()
    {
        await SendToPostfixAsync("bob@peer.test", PeerWorld.Ann, "From Postfix");

        string arrived = Assert.Single(await World.ReadInboxAsync(1));
        Assert.Contains("Subject: From Postfix", arrived, StringComparison.Ordinal);
        Assert.Contains("Received: from mx.peer.test", arrived, StringComparison.Ordinal);
        Assert.Contains("tls TLS", arrived, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mailbox_that_is_unknown_here_is_returned_by_Postfix()
    {
        await SendToPostfixAsync("bob@peer.test", "nobody@example.test", "Lost");

        string returned = Assert.Single(await Postfix.WaitForMessagesAsync(1));
        Assert.Contains("550 5.1.1", returned, StringComparison.Ordinal);
        Assert.Contains("Subject: Undelivered Mail", returned, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody@peer.test", "5.1.1", "User unknown")]
    [InlineData("box550@peer.test", "5.7.1", "Refused by Postfix")]
    public async Task What_Postfix_refuses_comes_back_with_its_words(string recipient, string status, string words)
    {
        await World.SubmitAsync("Returned", recipient);

        string report = Assert.Single(await World.ReadInboxAsync(1));
        Assert.Contains($"Status: {status}", report, StringComparison.Ordinal);
        Assert.Contains(words, report, StringComparison.Ordinal);
        Assert.Contains("Remote-MTA: dns; mx.peer.test", report, StringComparison.Ordinal);
        MailTraceEvent bounce = (await World.TraceUntilAsync(recipient, MailTraceEventId.Bounce))[^1];
        Assert.Equal(status, bounce.StatusCode);
        Assert.Contains(words, bounce.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_Postfix_puts_off_waits()
    {
        await World.SubmitAsync("Later", "box450@peer.test");

        await World.TraceUntilAsync("box450@peer.test", MailTraceEventId.Defer);
        MailQueueItem waiting = Assert.Single(await World.QueueAsync());
        Assert.Equal(
            (MailQueueStatus.Deferred, "4.7.1", "mx.peer.test"), (waiting.Status, waiting.StatusCode, waiting.NextHop));
        Assert.Contains("Greylisted by Postfix", waiting.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_is_too_large_for_Postfix_comes_back_without_being_sent()
    {
        await World.SubmitAsync(
            "Large", "bob@peer.test", body: string.Concat(Enumerable.Repeat("A line of text.\r\n", 20_000)));

        string report = Assert.Single(await World.ReadInboxAsync(1));
        Assert.Contains("Status: 5.3.4", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Success_is_reported_by_Postfix_when_it_was_asked_for()
    {
        await World.SubmitAsync("Tell me", "bob@peer.test", DeliveryStatusNotification.Success);

        string report = Assert.Single(await World.ReadInboxAsync(1));
        Assert.Contains("Reporting-MTA: dns; mx.peer.test", report, StringComparison.Ordinal);
        Assert.Contains("Action: delivered", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forward_to_Postfix_has_a_sender_of_this_domain_and_its_failure_reaches_the_first_sender()
    {
        AccountProperties forward =
            Server.TestStore.AccountValues(nameof(AccountProperties.ForwardTo), nameof(AccountProperties.KeepCopy)) with
        {
            ForwardTo = [EmailAddress.Parse("box1@peer.test")],
            KeepCopy = false,
        };
        await World.Store.AddAccountAsync("fred@example.test", forward);
        await SendToPostfixAsync("bob@peer.test", "fred@example.test", "Onwards");

        string arrived = Assert.Single(await Postfix.WaitForMessagesAsync(1));
        Assert.Matches(@"\AReturn-Path: <SRS0=[0-9a-f]+=[A-Z2-7]{2}=peer\.test=bob@example\.test>", arrived);

        string rewritten = arrived["Return-Path: <".Length..arrived.IndexOf('>', StringComparison.Ordinal)];
        await SendToPostfixAsync("", rewritten, "It failed");
        List<string> messages = await Postfix.WaitForMessagesAsync(2);
        Assert.Contains(messages, message => message.Contains("Subject: It failed", StringComparison.Ordinal));
    }

    private async Task SendToPostfixAsync(string sender, string recipient, string subject)
    {
        MimeMessage message = new();
        message.From.Add(new MailboxAddress("", sender.Length == 0 ? "postmaster@peer.test" : sender));
        message.To.Add(new MailboxAddress("", recipient));
        message.Subject = subject;
        message.Body = new TextPart { Text = "Hello.\r\n" };
        using SmtpClient client = new();
        await client.ConnectAsync("127.0.0.1", Postfix.Port, SecureSocketOptions.None, Server.TestStore.None);
        await client.SendAsync(
            message, new MailboxAddress("", sender), [new MailboxAddress("", recipient)], Server.TestStore.None);
        await client.DisconnectAsync(quit: true, Server.TestStore.None);
    }

    private string WriteChain()
    {
        string path = Path.Combine(folder, "chain.pem");
        File.WriteAllText(path, TestCertificates.IssuePem("mx.peer.test"));
        return path;
    }
}
