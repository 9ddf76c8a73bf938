using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Tests.Server;
using MailKit.Net.Pop3;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Smtp;

/// <summary>MailKit submits and retrieves over real sockets, with a self-signed certificate.</summary>
public sealed class MailKitRoundTripTests
{
    [Theory]
    [InlineData(TlsMode.StartTls, SecureSocketOptions.StartTls, "SCRAM-SHA-256")]
    [InlineData(TlsMode.StartTls, SecureSocketOptions.StartTls, "SCRAM-SHA-256-PLUS")]
    [InlineData(TlsMode.StartTls, SecureSocketOptions.StartTls, "PLAIN")]
    [InlineData(TlsMode.Implicit, SecureSocketOptions.SslOnConnect, "LOGIN")]
    [InlineData(TlsMode.Implicit, SecureSocketOptions.SslOnConnect, "SCRAM-SHA-256")]
    public async Task A_message_is_submitted_and_read_back(TlsMode mode, SecureSocketOptions options, string mechanism)
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test", "bob@example.test");
        await store.Engine.SendAsync(
            new SetStore(TestStore.StoreValues("OfferChannelBinding") with { OfferChannelBinding = true }), default);
        MailListener submission = await StartAsync(store, MailProtocol.Submission, mode);
        MailListener pop3 = await StartAsync(store, MailProtocol.Pop3, mode);
        MimeMessage message = MakeMessage();

        using SmtpClient sender =
            new()
            {
                ServerCertificateValidationCallback =
                    (_, shown, _, _) => shown?.GetCertHashString() == submission.CertificateThumbprint,
            };
        await sender.ConnectAsync("127.0.0.1", submission.Port, options);
        await sender.AuthenticateAsync(CreateMechanism(mechanism));
        await sender.SendAsync(message);
        await sender.SendAsync(message);
        await sender.DisconnectAsync(quit: true);

        using Pop3Client reader =
            new()
            {
                ServerCertificateValidationCallback =
                    (_, shown, _, _) => shown?.GetCertHashString() == pop3.CertificateThumbprint,
            };
        await reader.ConnectAsync("127.0.0.1", pop3.Port, options);
        await reader.AuthenticateAsync("bob@example.test", "secret");
        Assert.Equal(2, reader.Count);
        Assert.Equal(await reader.GetMessageSizeAsync(0), (await ReadAsync(reader, 0)).Length);
        Assert.Equal(ToBytes(message), StripTrace(await ReadAsync(reader, 0)));
        await reader.DeleteMessageAsync(0);
        await reader.DisconnectAsync(quit: true);

        MailMailbox inbox = await FindInboxAsync(store, "bob@example.test");
        Assert.Equal(1, inbox.MessageCount);
    }

    [Fact]
    public async Task Real_messages_come_back_octet_for_octet()
    {
        string[] messages = [.. Directory.EnumerateFiles(
            Path.Combine(AppContext.BaseDirectory, "Dialogues", "Messages"), "*.eml").Order()];
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        MailListener smtp = await StartAsync(store, MailProtocol.Smtp, TlsMode.None);
        MailListener pop3 = await StartAsync(store, MailProtocol.Pop3, TlsMode.None);
        using LineClient sender = await LineClient.ConnectAsync(smtp.Port);
        await sender.SmtpReplyAsync();
        Assert.StartsWith("250", await sender.SmtpAsync("HELO client.example"), StringComparison.Ordinal);
        foreach (string path in messages)
        {
            string content = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path));
            string stuffed =
                (content.StartsWith('.') ? "." : "") + content.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
            await sender.SendAsync("MAIL FROM:<>\r\nRCPT TO:<ann@example.test>\r\nDATA\r\n");
            await sender.SendAsync(System.Text.Encoding.Latin1.GetBytes(stuffed + ".\r\n"));
            foreach (string start in new[] { "250", "250", "354", "250" })
            {
                Assert.StartsWith(start, await sender.SmtpReplyAsync(), StringComparison.Ordinal);
            }
        }

        using Pop3Client reader = new();
        await reader.ConnectAsync("127.0.0.1", pop3.Port, SecureSocketOptions.None);
        await reader.AuthenticateAsync("ann@example.test", "secret");
        Assert.Equal(messages.Length, reader.Count);
        for (int i = 0; i < messages.Length; i++)
        {
            Assert.Equal(await File.ReadAllBytesAsync(messages[i]), StripTrace(await ReadAsync(reader, i)));
        }

        await reader.DisconnectAsync(quit: true);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_to_every_mechanism()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        MailListener submission = await StartAsync(store, MailProtocol.Submission, TlsMode.None);
        using SmtpClient sender = new();
        await sender.ConnectAsync("127.0.0.1", submission.Port, SecureSocketOptions.None);

        await Assert.ThrowsAsync<AuthenticationException>(
            () => sender.AuthenticateAsync(new SaslMechanismScramSha256("ann@example.test", "wrong")));
    }

    private static async Task<MailListener> StartAsync(TestStore store, MailProtocol protocol, TlsMode mode) =>
        Assert.Single(await store.Engine.SendAsync(new StartListeners
                {
                    Protocol = [protocol],
                    TlsMode = mode,
                    Port = 0,
                    AllowPlaintextLogin = mode == TlsMode.None,
                }, default));

    private static SaslMechanism CreateMechanism(string name) => name switch
    {
        "PLAIN" => new SaslMechanismPlain("ann@example.test", "secret"),
        "LOGIN" => new SaslMechanismLogin("ann@example.test", "secret"),
        "SCRAM-SHA-256-PLUS" => new SaslMechanismScramSha256Plus("ann@example.test", "secret"),
        _ => new SaslMechanismScramSha256("ann@example.test", "secret"),
    };

    private static MimeMessage MakeMessage()
    {
        MimeMessage message =
            new()
            {
                Subject = "Grüße aus 東京",
                Body = new TextPart("plain") { Text = "One\r\n.\r\n..two\r\n" + new string('x', 3_000) + "\r\n" },
            };
        message.From.Add(new MailboxAddress("Änne", "ann@example.test"));
        message.To.Add(new MailboxAddress("Bob", "bob@example.test"));
        return message;
    }

    private static byte[] ToBytes(MimeMessage message)
    {
        using MemoryStream stream = new();
        FormatOptions options = FormatOptions.Default.Clone();
        options.NewLineFormat = NewLineFormat.Dos;
        message.WriteTo(options, stream);
        return stream.ToArray();
    }

    private static async Task<byte[]> ReadAsync(Pop3Client reader, int index)
    {
        using MemoryStream stream = new();
        await using Stream content = await reader.GetStreamAsync(index);
        await content.CopyToAsync(stream);
        return stream.ToArray();
    }

    // Return-Path and Received with its continuation lines.
    private static byte[] StripTrace(byte[] message)
    {
        string text = System.Text.Encoding.Latin1.GetString(message);
        Assert.StartsWith("Return-Path: <", text, StringComparison.Ordinal);
        int position = text.IndexOf("\r\nReceived: ", StringComparison.Ordinal) + 2;
        do
        {
            position = text.IndexOf("\r\n", position, StringComparison.Ordinal) + 2;
        }
        while (text[position] == '\t');

        return message[position..];
    }

    private static async Task<MailMailbox> FindInboxAsync(TestStore store, string address)
    {
        await foreach (MailMailbox mailbox in store.Engine.StreamAsync(new GetMailboxes(address, "INBOX"), default))
        {
            return mailbox;
        }

        throw new InvalidOperationException("There is no INBOX.");
    }
}
