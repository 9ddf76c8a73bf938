using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Engine;
using MailAdmin.Server.Logon;
using MailAdmin.Server.Outbound;
using MailAdmin.Server.Secrets;
using MailAdmin.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailAdmin.Tests.Server;

/// <summary>A real store in a temporary folder, with an engine over it.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    public static readonly ChangeOrigin Origin = new("tester", "Test", Environment.ProcessId);
    public static readonly CancellationToken None = CancellationToken.None;

    // Enough for a test; the real number of iterations would only take time.
    private const int Iterations = 4_096;

    private readonly TemporaryFolder folder;

    private TestStore(TemporaryFolder folder, IMailStorage storage, MailEngine engine)
    {
        this.folder = folder;
        Storage = storage;
        Engine = engine;
    }

    public MailEngine Engine { get; }

    public IMailStorage Storage { get; }

    /// <summary>Checks passwords, and knows who is blocked.</summary>
    public Authenticator Authenticator => (Authenticator)Engine.Authenticator;

    public string Path => folder.Store;

    public static async Task<TestStore> CreateAsync(
        TimeProvider? clock = null, EmailAddress? admin = null, OutboundOptions? outbound = null)
    {
        TemporaryFolder folder = new();
        StoreSettings settings =
            new() { HostName = "mail.example.test", AdminAddress = admin, Created = DateTimeOffset.UnixEpoch };
        await MailStorage.InitializeAsync(folder.Store, settings, None);
        StoreKeys.Create(folder.Store);
        TimeProvider time = clock ?? TimeProvider.System;
        IMailStorage storage = await MailStorage.OpenAsync(folder.Store, time, NullLoggerFactory.Instance, None);
        return new TestStore(
            folder,
            storage,
            new MailEngine(storage, time, NullLoggerFactory.Instance, outbound ?? new OutboundOptions()));
    }

    /// <summary>A store with the domain example.test and accounts in it, with the password "secret".</summary>
    public static async Task<TestStore> WithAccountsAsync(params string[] addresses)
    {
        TestStore store = await CreateAsync();
        await store.AddDomainAsync("example.test");
        foreach (string address in addresses)
        {
            await store.AddAccountAsync(address);
        }

        return store;
    }

    public static EmailAddress Address(string text) => EmailAddress.Parse(text);

    public static DomainName Domain(string text) => DomainName.Parse(text);

    public static DomainProperties DomainValues(params string[] given) => new() { Given = new HashSet<string>(given) };

    public static AccountProperties AccountValues(params string[] given) =>
        new() { Given = new HashSet<string>(given) };

    public static StoreProperties StoreValues(params string[] given) => new() { Given = new HashSet<string>(given) };

    public Task<MailDomain> AddDomainAsync(string name, DomainProperties? properties = null) =>
        Engine.SendAsync(new CreateDomain(Domain(name), properties ?? DomainValues()), None);

    public async Task<MailAccount> AddAccountAsync(string address, AccountProperties? properties = null)
    {
        AccountProperties values = properties ?? AccountValues();
        values = values with
        {
            Given = new HashSet<string>(values.Given) { nameof(values.Password) },
            Password = ScramCredential.Create("secret", Iterations),
        };
        return (await Engine.SendAsync(new CreateAccount(Address(address), values), None)).Account;
    }

    public Task SetAccountAsync(string address, AccountProperties properties) =>
        Engine.SendAsync(new SetAccount(Address(address), properties), None);

    public Task DisableAccountAsync(string address) =>
        SetAccountAsync(address, AccountValues(nameof(AccountProperties.Enabled)) with { Enabled = false });

    public Task DisableDomainAsync(string name) =>
        Engine.SendAsync(
            new SetDomain(Domain(name), DomainValues(nameof(DomainProperties.Enabled)) with { Enabled = false }), None);

    public Task AddAliasAsync(string address, params string[] targets) =>
        Engine.SendAsync(new CreateAlias(Address(address), [.. targets.Select(Address)]), None);

    public async Task<AccountRecord> RecordAsync(string address) =>
        (await Storage.Directory.Accounts.FindAsync(Address(address), None))!;

    /// <summary>Puts a message of a size into the inbox of an account.</summary>
    public async Task FillAsync(string address, int size)
    {
        await using MessageSpool spool = Storage.Mailboxes.CreateSpool();
        await spool.WriteAsync(Encoding.ASCII.GetBytes(new string('x', size)), None);
        await spool.CompleteAsync(None);
        NewMessage message = new(spool, default, DateTimeOffset.UnixEpoch);
        MailboxId inbox = MailboxId.InboxOf((await RecordAsync(address)).Id);
        await Storage.Mailboxes.AppendAsync([new AppendRequest(message, inbox, NamedFlags.None)], 0, None);
    }

    /// <summary>Runs something that must be refused, and says why it was.</summary>
    public static async Task<MailException> RefusalOfAsync(Func<Task> action) =>
        await Assert.ThrowsAsync<MailException>(action);

    /// <summary>Everything in the directory as text, to see that a refusal changed nothing.</summary>
    public async Task<string> DescribeAsync()
    {
        StringBuilder text = new();
        text.AppendLine((await Engine.SendAsync(new GetStore(), None) with { Size = 0 }).ToString());
        await foreach (MailDomain domain in Engine.StreamAsync(new GetDomains(null), None))
        {
            text.AppendLine(domain.ToString()).AppendLine(string.Join(",", domain.AliasDomain));
        }

        await foreach (MailAccount account in Engine.StreamAsync(new GetAccounts(), None))
        {
            text.AppendLine(account.ToString())
                .AppendLine(string.Join(",", account.ForwardTo))
                .AppendLine(string.Join(",", account.Protocol));
        }

        await foreach (MailAlias alias in Engine.StreamAsync(new GetAliases(null), None))
        {
            text.AppendLine(alias.ToString()).AppendLine(string.Join(",", alias.Target));
        }

        // The types of lists are no part of what they hold.
        return string.Join(
            '\n',
            text.ToString()
                .Split('\n')
                .Select(
                    line => System.Text.RegularExpressions.Regex.Replace(line, @"= [^,]*(List`1|\[\])[^,]*", "= …")));
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        folder.Dispose();
    }
}
