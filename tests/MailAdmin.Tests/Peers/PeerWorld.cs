using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Outbound;
using MailAdmin.Tests.Diagnostics;
using MailAdmin.Tests.Dns;
using MailAdmin.Tests.Server;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace MailAdmin.Tests.Peers;

/// <summary>
/// A whole server with its listeners, a name server on loopback that it asks, and an account, ann@example.test, that
/// submits by MailKit. What other servers do is up to the test.
/// </summary>
internal sealed class PeerWorld : IAsyncDisposable
{
    public const string Ann = "ann@example.test";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly Dictionary<string, int> ports = new(StringComparer.Ordinal);

    private PeerWorld()
    {
    }

    public LoopbackDns Dns { get; } = new();

    public TestStore Store { get; private set; } = null!;

    public int SmtpPort { get; private set; }

    public int SubmissionPort { get; private set; }

    public static async Task<PeerWorld> CreateAsync(TimeSpan? patience = null)
    {
        PeerWorld world = new();
        TimeSpan most = patience ?? TimeSpan.FromSeconds(20);
        OutboundOptions options = new()
        {
            PortOf = host => world.ports.GetValueOrDefault(host, 9),
            OwnAddresses = () => [],
            TrustedRoots = TestCertificates.Roots,
            Timeouts =
                new() { Connect = most, Greeting = most, Command = most, DataStart = most, DataBlock = most, DataEnd = most },
        };
        world.Store = await TestStore.CreateAsync(outbound: options);
        await world.Store.AddDomainAsync("example.test");
        await world.Store.AddAccountAsync(Ann);
        await world.Store.Storage.Directory.UpdateSettingsAsync(
            settings => settings with { NameServer = [world.Dns.Address] }, TestStore.Origin, TestStore.None);
        world.SmtpPort = await world.ListenAsync(MailProtocol.Smtp);
        world.SubmissionPort = await world.ListenAsync(MailProtocol.Submission);
        return world;
    }

    /// <summary>A host of the DNS and the port on which a server of the test plays it.</summary>
    public PeerWorld Host(string name, int port)
    {
        Dns.Host(name, "127.0.0.1");
        ports[name] = port;
        return this;
    }

    /// <summary>Submits a message as Ann, octet for octet.</summary>
    public async Task SubmitAsync(
        string subject, string recipient, DeliveryStatusNotification? notify = null, string body = "Hello.\r\n")
    {
        MimeMessage message = new();
        message.From.Add(MailboxAddress.Parse(Ann));
        message.To.Add(MailboxAddress.Parse(recipient));
        message.Subject = subject;
        message.Body = new TextPart { Text = body };
        using NotifyingClient client = new(notify);
        client.CheckCertificateRevocation = false;
        client.ServerCertificateValidationCallback = (_, presented, _, _) =>
            presented?.Issuer == TestCertificates.Roots[0].Subject;
        await client.ConnectAsync("127.0.0.1", SubmissionPort, SecureSocketOptions.StartTls, TestStore.None);
        await client.AuthenticateAsync(Ann, "secret", TestStore.None);
        await client.SendAsync(message, TestStore.None);
        await client.DisconnectAsync(quit: true, TestStore.None);
    }

    /// <summary>The events of a recipient, as soon as one of these is among them.</summary>
    public async Task<List<MailTraceEvent>> TraceUntilAsync(string recipient, params MailTraceEventId[] last)
    {
        List<MailTraceEvent> events = [];
        await WaitAsync($"{string.Join(" or ", last)} for {recipient}", async () =>
        {
            events = await Store.Engine.StreamAsync(
                new FindTrace(new TraceFilter { Recipient = recipient }), TestStore.None).ToListAsync();
            return events.Exists(happened => last.Contains(happened.EventId));
        });
        return events;
    }

    public Task<List<MailQueueItem>> QueueAsync() =>
        Store.Engine.StreamAsync(new GetQueue(new QueueFilter()), TestStore.None).ToListAsync().AsTask();

    /// <summary>The messages in Ann's inbox, as soon as there are so many.</summary>
    public async Task<List<string>> ReadInboxAsync(int count)
    {
        MailboxId inbox = MailboxId.InboxOf((await Store.RecordAsync(Ann)).Id);
        List<string> messages = [];
        await WaitAsync($"{count} messages for {Ann}", async () =>
        {
            messages.Clear();
            using MailboxSnapshot snapshot =
                await Store.Storage.Mailboxes.OpenAsync(inbox, null, claimRecent: false, TestStore.None);
            foreach (MessageInfo message in snapshot.Messages.ToArray())
            {
                using MessageContent content =
                    await Store.Storage.Mailboxes.OpenMessageAsync(inbox, message.Uid, TestStore.None);
                byte[] octets = new byte[content.Length];
                await content.ReadAsync(0, octets, TestStore.None);
                messages.Add(Encoding.Latin1.GetString(octets));
            }

            return messages.Count >= count;
        });
        return messages;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Dns.Dispose();
    }

    public static async Task WaitAsync(string what, Func<Task<bool>> condition)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(20));
        while (!await condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Waited in vain for {what}.");
            }
        }
    }

    private async Task<int> ListenAsync(MailProtocol protocol)
    {
        StartListeners request =
            new() { Protocol = [protocol], TlsMode = TlsMode.StartTls, Port = 0, CertificatePfx = TestCertificates.IssuePfx("mail.example.test") };
        return (await Store.Engine.SendAsync(request, TestStore.None))[0].Port;
    }

    private sealed class NotifyingClient(DeliveryStatusNotification? notify) : SmtpClient
    {
        protected override DeliveryStatusNotification? GetDeliveryStatusNotifications(
            MimeMessage message, MailboxAddress mailbox) => notify;
    }
}
