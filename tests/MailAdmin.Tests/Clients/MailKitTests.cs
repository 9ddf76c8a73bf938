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
