using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Storage;
using MailAdmin.Storage.Disk;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MailAdmin.Tests.Storage;

/// <summary>A store in a folder of its own, which can be closed and opened again, and is removed at the end.</summary>
public sealed class TestStore : IAsyncDisposable
{
    public static readonly ChangeOrigin Origin = new("test", "Test", 1);

    private readonly StoreOptions options;
    private readonly TimeProvider timeProvider;
    private IMailStorage? storage;

    private TestStore(string path, StoreOptions options, TimeProvider timeProvider)
    {
        Path = path;
        this.options = options;
        this.timeProvider = timeProvider;
    }

    public string Path { get; }

    public IMailStorage Storage => storage ?? throw new InvalidOperationException("The store is closed.");

    public IDirectory Directory => Storage.Directory;

    public IMailboxes Mailboxes => Storage.Mailboxes;

    public IMailQueue Queue => Storage.Queue;

    public IMailTrace Trace => Storage.Trace;

    internal static async Task<TestStore> CreateAsync(
        StoreOptions? options = null, StoreSettings? settings = null, TimeProvider? timeProvider = null)
    {
        TestStore store = Reserve(options, timeProvider);
        await MailStorage.InitializeAsync(
            store.Path, settings ?? new StoreSettings { HostName = "mail.example.test" }, CancellationToken.None);
        await store.OpenAsync();
        return store;
    }

    internal static TestStore Reserve(StoreOptions? options = null, TimeProvider? timeProvider = null)
    {
        string path = System.IO.Path.Combine(TempRoot(), "mailadmin-" + Guid.NewGuid().ToString("N"));
        return new TestStore(path, options ?? new StoreOptions(), timeProvider ?? TimeProvider.System);
    }

    // Most tests are about what is written, not about the disk; memory spares it.
    private static string TempRoot() =>
        System.IO.Directory.Exists("/dev/shm") ? "/dev/shm" : System.IO.Path.GetTempPath();

    public async Task OpenAsync() => await OpenAsync(NullLoggerFactory.Instance);

    public async Task OpenAsync(ILoggerFactory logger)
    {
        storage = await MailStorage.OpenAsync(Path, options, timeProvider, logger, CancellationToken.None);
    }

    public async Task CloseAsync()
    {
        if (storage is not null)
        {
            await storage.DisposeAsync();
            storage = null;
        }
    }

    public async Task ReopenAsync()
    {
        await CloseAsync();
        await OpenAsync();
    }

    public async Task<DomainRecord> AddDomainAsync(string name, Func<DomainRecord, DomainRecord>? with = null)
    {
        DomainRecord domain = new() { Name = DomainName.Parse(name) };
        return await Directory.Domains.CreateAsync(with?.Invoke(domain) ?? domain, Origin, CancellationToken.None);
    }

    /// <summary>Adds an account, and its domain when it is not there.</summary>
    public async Task<AccountId> AddAccountAsync(string address, MailSize? quota = null)
    {
        EmailAddress parsed = EmailAddress.Parse(address);
        if (await Directory.Domains.FindAsync(parsed.Domain, CancellationToken.None) is null)
        {
            await AddDomainAsync(parsed.Domain.Ascii);
        }

        AccountRecord account = new() { Address = parsed, Quota = quota };
        return (await Directory.Accounts.CreateAsync(account, Origin, CancellationToken.None)).Id;
    }

    public async Task<NewMessage> SpoolAsync(
        ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> structure = default, DateTimeOffset? date = null)
    {
        MessageSpool spool = Mailboxes.CreateSpool();
        await spool.WriteAsync(bytes, CancellationToken.None);
        await spool.CompleteAsync(CancellationToken.None);
        return new NewMessage(spool, structure, date ?? DateTimeOffset.UnixEpoch);
    }

    public Task<Uid> AppendAsync(MailboxId mailbox, string text, SystemFlags flags = SystemFlags.None)
    {
        return AppendAsync(mailbox, Encoding.UTF8.GetBytes(text), new NamedFlags(flags, []));
    }

    public async Task<Uid> AppendAsync(
        MailboxId mailbox,
        ReadOnlyMemory<byte> bytes,
        NamedFlags? flags = null,
        ReadOnlyMemory<byte> structure = default)
    {
        NewMessage message = await SpoolAsync(bytes, structure);
        await using MessageSpool spool = message.Spool;
        IReadOnlyList<AppendedMessage> appended = await Mailboxes.AppendAsync(
            [new AppendRequest(message, mailbox, flags ?? NamedFlags.None)], 0, CancellationToken.None);
        return appended[0].Uid;
    }

    public async Task<byte[]> ReadAsync(MailboxId mailbox, Uid uid)
    {
        using MessageContent content = await Mailboxes.OpenMessageAsync(mailbox, uid, CancellationToken.None);
        byte[] bytes = new byte[content.Length];
        int count = await content.ReadAsync(0, bytes, CancellationToken.None);
        Assert.Equal(bytes.Length, count);
        return bytes;
    }

    public async Task<string> ReadTextAsync(MailboxId mailbox, Uid uid) =>
        Encoding.UTF8.GetString(await ReadAsync(mailbox, uid));

    public async Task<MailboxInfo> InfoAsync(MailboxId mailbox)
    {
        using MailboxSnapshot snapshot = await Mailboxes.OpenAsync(mailbox, null, false, CancellationToken.None);
        return snapshot.Mailbox;
    }

    public async Task<MessageInfo[]> MessagesAsync(MailboxId mailbox)
    {
        using MailboxSnapshot snapshot = await Mailboxes.OpenAsync(mailbox, null, false, CancellationToken.None);
        return snapshot.Messages.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        if (System.IO.Directory.Exists(Path))
        {
            System.IO.Directory.Delete(Path, recursive: true);
        }
    }
}
