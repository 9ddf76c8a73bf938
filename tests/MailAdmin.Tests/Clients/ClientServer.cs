using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Tests.Diagnostics;
using MailAdmin.Tests.Server;

namespace MailAdmin.Tests.Clients;

/// <summary>
/// Real listeners over a real store for the clients, an account full of mail to read, and one for each to send to.
/// </summary>
public sealed partial class ClientServer : IAsyncLifetime
{
    public const string Password = "secret";
    public const string Reader = "reader@example.test";
    public const string Host = "localhost";

    private readonly ClientFolder folder = new();
    private readonly Dictionary<(MailProtocol, TlsMode), int> ports = [];
    private TestStore? store;

    /// <summary>A file with the certificate of the authority that the server's is from.</summary>
    public string Authority => folder["authority.pem"];

    private TestStore Store => store ?? throw new InvalidOperationException("The server has not started.");

    public int Port(MailProtocol protocol, TlsMode mode) => ports[(protocol, mode)];

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.WithAccountsAsync(Reader);
        File.WriteAllText(Authority, TestCertificates.Roots[0].ExportCertificatePem());
        byte[] pfx = TestCertificates.IssuePfx(Host);
        (MailProtocol, TlsMode)[] all =
        [
            (MailProtocol.Smtp, TlsMode.StartTls),
            (MailProtocol.Submission, TlsMode.StartTls),
            (MailProtocol.Submission, TlsMode.Implicit),
            (MailProtocol.Pop3, TlsMode.StartTls),
            (MailProtocol.Pop3, TlsMode.Implicit),
            (MailProtocol.Imap, TlsMode.StartTls),
            (MailProtocol.Imap, TlsMode.Implicit),
        ];
        foreach ((MailProtocol protocol, TlsMode mode) in all)
        {
            StartListeners request = new() { Protocol = [protocol], TlsMode = mode, Port = 0, CertificatePfx = pfx };
            ports[(protocol, mode)] = (await store.Engine.SendAsync(request, TestStore.None))[0].Port;
        }

        await FillReaderAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (store is not null)
        {
            await store.DisposeAsync();
        }

        folder.Dispose();
    }

    public async Task<string> AddAccountAsync(string name) =>
        (await Store.AddAccountAsync($"{name}@example.test")).Address.ToString();

    public async Task<string> AddAppPasswordAsync(string account, params MailProtocol[] protocols) =>
        (
            await Store.Engine.SendAsync(
                new CreateAppPassword(EmailAddress.Parse(account), "phone", protocols, Expires: null),
                TestStore.None)).AppPassword!;

    public Task RemoveAppPasswordAsync(string account) =>
        Store.Engine.SendAsync(new RemoveAppPassword(EmailAddress.Parse(account), "phone"), TestStore.None);

    /// <summary>Every message of a mailbox, as it is stored.</summary>
    public async Task<IReadOnlyList<byte[]>> ReadStoredAsync(string account, string mailbox = "INBOX")
    {
        IMailboxes mailboxes = Store.Storage.Mailboxes;
        MailboxInfo info = (await mailboxes.FindAsync((await Store.RecordAsync(account)).Id, mailbox, TestStore.None))!;
        using MailboxSnapshot snapshot = await mailboxes.OpenAsync(info.Id, null, claimRecent: false, TestStore.None);
        List<byte[]> read = [];
        foreach (MessageInfo message in snapshot.Messages.ToArray())
        {
            using MessageContent content = await mailboxes.OpenMessageAsync(info.Id, message.Uid, TestStore.None);
            byte[] octets = new byte[content.Length];
            int at = 0;
            while (at < octets.Length)
            {
                at += await content.ReadAsync(at, octets.AsMemory(at), TestStore.None);
            }

            read.Add(octets);
        }

        return read;
    }

    /// <summary>What was delivered is the trace fields of the server, then octet for octet what was sent.</summary>
    public async Task RequireDeliveredAsync(string account, IReadOnlyList<byte[]> sent)
    {
        IReadOnlyList<byte[]> stored = await ReadStoredAsync(account);
        Assert.Equal(sent.Count, stored.Count);
        for (int i = 0; i < sent.Count; i++)
        {
            Assert.True(
                stored[i].AsSpan().EndsWith(sent[i]),
                $"Message {i + 1} is not what was sent:\n{Start(stored[i])}\n--- sent:\n{Start(sent[i])}");
            string trace = Encoding.Latin1.GetString(stored[i], 0, stored[i].Length - sent[i].Length);
            Assert.Matches(TraceFields(), trace);
        }
    }

    /// <summary>What a client fetched is octet for octet what is stored.</summary>
    public static void RequireSame(IReadOnlyList<byte[]> expected, IReadOnlyList<byte[]> fetched)
    {
        Assert.Equal(expected.Count, fetched.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.True(
                expected[i].AsSpan().SequenceEqual(fetched[i]),
                $"Message {i + 1} is not what is stored:\n{Start(fetched[i])}\n--- stored:\n{Start(expected[i])}");
        }
    }

    private static string Start(byte[] octets) => Encoding.Latin1.GetString(octets, 0, Math.Min(600, octets.Length));

    /// <summary>
    /// The messages come in by the plainest dialogue there is, so that no client's habits are in what others read.
    /// </summary>
    private async Task FillReaderAsync()
    {
        using TcpClient client = new(Host, Port(MailProtocol.Smtp, TlsMode.StartTls));
        await using Stream stream = client.GetStream();
        using StreamReader reader = new(stream, Encoding.Latin1);
        await ExpectAsync(reader, "220");
        await SayAsync(stream, reader, "EHLO client.example.test", "250");
        foreach (byte[] message in SentMessages.All)
        {
            await SayAsync(stream, reader, "MAIL FROM:<sender@example.net> BODY=8BITMIME", "250");
            await SayAsync(stream, reader, $"RCPT TO:<{Reader}>", "250");
            await SayAsync(stream, reader, "DATA", "354");
            string stuffed = LeadingDot().Replace(Encoding.Latin1.GetString(message), "..");
            await stream.WriteAsync(Encoding.Latin1.GetBytes(stuffed));
            await SayAsync(stream, reader, ".", "250");
        }

        await SayAsync(stream, reader, "QUIT", "221");
    }

    private static async Task SayAsync(Stream stream, StreamReader reader, string line, string code)
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n"));
        await ExpectAsync(reader, code);
    }

    private static async Task ExpectAsync(StreamReader reader, string code)
    {
        string line;
        do
        {
            line = await reader.ReadLineAsync() ?? throw new IOException("The server hung up.");
        }
        while (line.Length > 3 && line[3] == '-');
        Assert.StartsWith(code, line, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\.", RegexOptions.Multiline)]
    private static partial Regex LeadingDot();

    [GeneratedRegex(@"\AReturn-Path: <[^>\r\n]*>\r\nReceived: [^\r\n]+\r\n([ \t][^\r\n]+\r\n)*\z")]
    private static partial Regex TraceFields();
}
