using System.Net;
using System.Net.Sockets;
using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap;
using MailAdmin.Protocols.Mime;
using MailAdmin.Protocols.Transport;
using MailAdmin.Server.Engine;
using MailAdmin.Storage;
using MailAdmin.Tests.Dialogues;
using MailAdmin.Tests.Server;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailAdmin.Tests.Imap;

/// <summary>IMAP sessions over real sockets on the loopback and a real store with one account.</summary>
internal sealed class ImapTestServer : IAsyncDisposable
{
    public const string Account = "ann@example.test";
    public const string Password = "secret";

    private static readonly ChangeOrigin Origin = new("test", "test", 0);
    private readonly TemporaryFolder folder;
    private readonly IMailStorage storage;
    private readonly MailEngine engine;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly List<Task> sessions = [];
    private readonly bool implicitTls;
    private readonly ServerLimits limits;
    private readonly Task accepting;

    private ImapTestServer(TemporaryFolder folder, IMailStorage storage, bool implicitTls, ServerLimits limits)
    {
        this.folder = folder;
        this.storage = storage;
        engine = new MailEngine(storage, TimeProvider.System, NullLoggerFactory.Instance);
        this.implicitTls = implicitTls;
        this.limits = limits;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public IMailboxes Mailboxes => storage.Mailboxes;

    /// <summary>The folder of the store.</summary>
    public string StorePath => storage.Path;

    public AccountId AccountId { get; private set; }

    public MailboxId Inbox => MailboxId.InboxOf(AccountId);

    /// <summary>Ends when every session so far has.</summary>
    public Task SessionsEnded => Task.WhenAll(sessions);

    public static async Task<ImapTestServer> StartAsync(bool implicitTls = false, ServerLimits? limits = null)
    {
        TemporaryFolder folder = new();
        StoreSettings settings = new() { HostName = TestCertificate.HostName, Durability = StoreDurability.Process };
        await MailStorage.InitializeAsync(folder.Store, settings, default);
        IMailStorage storage =
            await MailStorage.OpenAsync(folder.Store, TimeProvider.System, NullLoggerFactory.Instance, default);
        ImapTestServer server =
            new(
                folder, storage, implicitTls, (limits ?? new ServerLimits()) with { LogonFailureDelay = TimeSpan.Zero });
        EmailAddress address = EmailAddress.Parse(Account);
        await storage.Directory.Domains.CreateAsync(new DomainRecord { Name = address.Domain }, Origin, default);
        AccountRecord record = new() { Address = address, Password = ScramCredential.Create(Password, 4_096) };
        server.AccountId = (await storage.Directory.Accounts.CreateAsync(record, Origin, default)).Id;
        return server;
    }

    /// <summary>Puts messages into the INBOX.</summary>
    public Task DeliverAsync(params byte[][] messages) => DeliverAsync(messages, structure => structure);

    /// <summary>Puts messages into the INBOX, with a structure that was changed.</summary>
    public async Task DeliverAsync(byte[][] messages, Func<byte[], byte[]> change)
    {
        List<AppendRequest> requests = [];
        List<MessageSpool> spools = [];
        foreach (byte[] bytes in messages)
        {
            MessageSpool spool = Mailboxes.CreateSpool();
            spools.Add(spool);
            await spool.WriteAsync(bytes, default);
            await spool.CompleteAsync(default);
            using MessageContent content = spool.OpenContent();
            ReadOnlyMemory<byte> structure = change(
                (await MessageStructure.DeriveAsync(content, new ServerLimits(), default)).ToArray());
            requests.Add(
                new AppendRequest(new NewMessage(spool, structure, DateTimeOffset.UnixEpoch), Inbox, NamedFlags.None));
        }

        await Mailboxes.AppendAsync(requests, 0, default);
        foreach (MessageSpool spool in spools)
        {
            await spool.DisposeAsync();
        }
    }

    public Task DeliverAsync(int count, string subject = "Number") =>
        DeliverAsync(
            [
                .. Enumerable.Range(1, count)
                    .Select(i => Encoding.ASCII.GetBytes($"Subject: {subject} {i}\r\n\r\nBody {i}\r\n"))
            ]);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await accepting;
        listener.Stop();
        await Task.WhenAll(sessions);
        await engine.DisposeAsync();
        stopping.Dispose();
        folder.Dispose();
    }

    private async Task AcceptAsync()
    {
        long id = 0;
        try
        {
            while (true)
            {
                Socket socket = await listener.AcceptSocketAsync(stopping.Token);
                socket.NoDelay = true;
                sessions.Add(ServeAsync(socket, ++id));
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket, long id)
    {
        await using MailTransport transport = new(
            new NetworkStream(socket, ownsSocket: true),
            (IPEndPoint)socket.RemoteEndPoint!,
            (IPEndPoint)socket.LocalEndPoint!,
            TestCertificate.ServerOptions,
            TimeProvider.System)
        {
            InputProbe = () => socket.Available > 0,
            EndProbe = () => socket.Poll(TimeSpan.Zero, SelectMode.SelectRead) && socket.Available == 0,
        };
        SessionContext context = new()
        {
            Id = id,
            Protocol = MailProtocol.Imap,
            Transport = transport,
            IsImplicitTls = implicitTls,
            AllowPlaintextLogin = true,
            HostName = TestCertificate.HostName,
            Limits = limits,
            Authenticator = engine.Authenticator,
            Mailboxes = storage.Mailboxes,
            Router = engine.Router,
            Trace = storage.Trace,
            Started = DateTimeOffset.UtcNow,
        };
        await new ImapSessionHandler(
            NullLogger<ImapSessionHandler>.Instance).RunAsync(context, stopping.Token, default);
    }
}
