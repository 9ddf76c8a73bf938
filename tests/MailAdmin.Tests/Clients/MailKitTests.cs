using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Pop3;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace MailAdmin.Tests.Clients;

/// <summary>MailKit; it writes a message anew when it sends one, so what it wrote is what must be stored.</summary>
[Collection(nameof(ClientTests))]
public sealed class MailKitTests(ClientServer server)
{
    [Theory]
    [InlineData(MailProtocol.Smtp, TlsMode.StartTls)]
    [InlineData(MailProtocol.Submission, TlsMode.StartTls)]
    [InlineData(MailProtocol.Submission, TlsMode.Implicit)]
    public async Task MailKit_sends(MailProtocol protocol, TlsMode mode)
    {
        string account = await server.AddAccountAsync($"mailkit-{protocol}-{mode}");
        using SmtpClient client = new();
        await ConnectAsync(client, protocol, mode, protocol == MailProtocol.Submission ? account : null);
        MailboxAddress address = MailboxAddress.Parse(account);
        FormatOptions format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        List<byte[]> sent = [];
        foreach (byte[] octets in SentMessages.ForSubmissionBy(account))
        {
            using MemoryStream source = new(octets);
            using MimeMessage message = await MimeMessage.LoadAsync(source, Stop);
            message.Bcc.Clear();
            await client.SendAsync(format, message, address, [address], Stop);
            using MemoryStream written = new();
            await message.WriteToAsync(format, written, Stop);
            sent.Add(written.ToArray());
        }

        await client.DisconnectAsync(quit: true, Stop);
        await server.RequireDeliveredAsync(account, sent);
    }

    [Theory]
    [InlineData(TlsMode.StartTls)]
    [InlineData(TlsMode.Implicit)]
    public async Task MailKit_fetches_by_POP3(TlsMode mode)
    {
        IReadOnlyList<byte[]> stored = await server.ReadStoredAsync(ClientServer.Reader);
        using Pop3Client client = new();
        await ConnectAsync(client, MailProtocol.Pop3, mode, ClientServer.Reader);
        List<byte[]> fetched = [];
        for (int i = 0; i < client.Count; i++)
        {
            await using Stream stream = await client.GetStreamAsync(i, headersOnly: false, Stop);
            fetched.Add(await ReadAsync(stream));
        }

        ClientServer.RequireSame(stored, fetched);
    }

    [Theory]
    [InlineData(TlsMode.StartTls)]
    [InlineData(TlsMode.Implicit)]
    public async Task MailKit_fetches_by_IMAP(TlsMode mode)
    {
        IReadOnlyList<byte[]> stored = await server.ReadStoredAsync(ClientServer.Reader);
        using ImapClient client = new();
        await ConnectAsync(client, MailProtocol.Imap, mode, ClientServer.Reader);
        await client.Inbox!.OpenAsync(FolderAccess.ReadOnly, Stop);
        IList<IMessageSummary> summaries = await client.Inbox.FetchAsync(
            0, -1, MessageSummaryItems.UniqueId | MessageSummaryItems.Envelope | MessageSummaryItems.BodyStructure | MessageSummaryItems.Size, Stop);
        Assert.Equal(stored.Select(octets => (uint?)octets.Length), summaries.Select(summary => summary.Size));
        List<byte[]> fetched = [];
        foreach (IMessageSummary summary in summaries)
        {
            await using Stream stream = await client.Inbox.GetStreamAsync(summary.UniqueId, "", Stop);
            fetched.Add(await ReadAsync(stream));
        }

        ClientServer.RequireSame(stored, fetched);
    }

    [Fact]
    public async Task MailKit_sends_and_fetches_with_an_app_password_until_it_is_removed()
    {
        string account = await server.AddAccountAsync("mailkit-app");
        string secret = await server.AddAppPasswordAsync(account);
        using SmtpClient sender = new();
        await ConnectAsync(sender, MailProtocol.Submission, TlsMode.StartTls, user: null);
        await sender.AuthenticateAsync(new SaslMechanismPlain(account, secret), Stop);
        using MimeMessage message = new(
            [MailboxAddress.Parse(account)],
            [MailboxAddress.Parse(account)],
            "Hello",
            new TextPart("plain") { Text = "Hello!" });
        await sender.SendAsync(message, Stop);
        await sender.DisconnectAsync(quit: true, Stop);

        using ImapClient imap = new();
        await ConnectAsync(imap, MailProtocol.Imap, TlsMode.Implicit, user: null);
        imap.AuthenticationMechanisms.Clear();
        await imap.AuthenticateAsync(account, secret.Replace(" ", "", StringComparison.Ordinal), Stop);
        await imap.Inbox!.OpenAsync(FolderAccess.ReadOnly, Stop);
        Assert.Equal("Hello", (await imap.Inbox.GetMessageAsync(0, Stop)).Subject);
        using (Pop3Client pop3 = new())
        {
            await ConnectAsync(pop3, MailProtocol.Pop3, TlsMode.Implicit, user: null);
            pop3.AuthenticationMechanisms.Clear();
            await pop3.AuthenticateAsync(account, secret, Stop);
            Assert.Equal(1, pop3.Count);
            await pop3.DisconnectAsync(quit: true, Stop);
        }

        await server.RemoveAppPasswordAsync(account);

        // The session that logged on with it ends, and no new one begins.
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (true)
            {
                await imap.NoOpAsync(Stop);
            }
        });
        using ImapClient late = new();
        await ConnectAsync(late, MailProtocol.Imap, TlsMode.Implicit, user: null);
        await Assert.ThrowsAsync<AuthenticationException>(
            () => late.AuthenticateAsync(new SaslMechanismPlain(account, secret), Stop));
    }

    [Fact]
    public async Task An_app_password_for_IMAP_does_not_send()
    {
        string account = await server.AddAccountAsync("mailkit-imap-only");
        string secret = await server.AddAppPasswordAsync(account, MailProtocol.Imap);
        using SmtpClient sender = new();
        await ConnectAsync(sender, MailProtocol.Submission, TlsMode.Implicit, user: null);

        await Assert.ThrowsAsync<AuthenticationException>(
            () => sender.AuthenticateAsync(new SaslMechanismLogin(account, secret), Stop));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task ConnectAsync(IMailService client, MailProtocol protocol, TlsMode mode, string? user)
    {
        client.ServerCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=localhost";
        client.CheckCertificateRevocation = false;
        SecureSocketOptions options = mode == TlsMode.Implicit
            ? SecureSocketOptions.SslOnConnect
            : SecureSocketOptions.StartTls;
        await client.ConnectAsync(ClientServer.Host, server.Port(protocol, mode), options, Stop);
        if (user is not null)
        {
            await client.AuthenticateAsync(user, ClientServer.Password, Stop);
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using MemoryStream copy = new();
        await stream.CopyToAsync(copy, Stop);
        return copy.ToArray();
    }
}
