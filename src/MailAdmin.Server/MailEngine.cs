using MailAdmin.Contracts;
using MailAdmin.Server.Administration;
using MailAdmin.Server.Certificates;
using MailAdmin.Server.Events;
using MailAdmin.Server.Listeners;
using MailAdmin.Server.Logon;
using MailAdmin.Server.Outbound;
using MailAdmin.Server.Reports;
using MailAdmin.Server.Routing;
using MailAdmin.Server.Secrets;
using MailAdmin.Server.Telemetry;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server;

/// <summary>
/// A mail server over an open store, which it owns: puts the parts together, and is what the cmdlets of the owning process
/// speak to. Each part is a class of its own; nothing is decided here.
/// </summary>
public sealed class MailEngine : IMailAdministration, IAsyncDisposable
{
    private readonly IMailStorage storage;
    private readonly ServerMeter meter;
    private readonly Authenticator authenticator;
    private readonly SessionRegistry sessions;
    private readonly ListenerAdministration listeners;
    private readonly StoreAdministration store;
    private readonly DomainAdministration domains;
    private readonly AccountAdministration accounts;
    private readonly AliasAdministration aliases;
    private readonly QuotaAdministration quotas;
    private readonly MailboxAdministration mailboxes;
    private readonly GroupAdministration groups;
    private readonly QueueAdministration queue;
    private readonly EventHub events;
    private readonly OutboundService outbound;
    private readonly SecretBox secrets;

    /// <summary>Takes over a store.</summary>
    /// <param name="storage">The store; disposed with the engine.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="loggerFactory">Where events go.</param>
    public MailEngine(IMailStorage storage, TimeProvider timeProvider, ILoggerFactory loggerFactory)
        : this(storage, timeProvider, loggerFactory, new OutboundOptions())
    {
    }

    /// <summary>Takes over a store, and sends otherwise than the world does: for tests.</summary>
    internal MailEngine(IMailStorage storage, TimeProvider timeProvider, ILoggerFactory loggerFactory, OutboundOptions options)
    {
        meter = new ServerMeter(timeProvider);
        events = new EventHub(storage.Trace, timeProvider, meter);
        this.storage = storage;
        IDirectory directory = storage.Directory;
        secrets = new SecretBox(StoreSecret.LoadOrCreate(storage.Path, StoreSecret.Secrets));
        SenderRewriting rewriting = new(StoreSecret.LoadOrCreate(storage.Path, StoreSecret.SenderRewriting), timeProvider);
        RecipientResolver resolver = new(directory, new AdministratorMailbox(directory, timeProvider), rewriting);
        AddressOwnership ownership = new(directory, resolver);
        RelayNetworks networks = new(directory);
        DeliveryReports reports = new(storage, timeProvider);
        DeliveryPlanner planner = new(directory, rewriting, timeProvider);
        authenticator = new Authenticator(
            directory, StoreSecret.LoadOrCreate(storage.Path, StoreSecret.Logon), timeProvider, meter, events, loggerFactory.CreateLogger<Authenticator>());
        MailRouter router = new(
            storage,
            resolver,
            new SenderPolicy(directory, ownership, networks),
            new PostingPolicy(directory, resolver, ownership),
            networks,
            new SendLimit(timeProvider),
            planner,
            reports,
            events,
            meter,
            loggerFactory.CreateLogger<MailRouter>());
        Router = router;
        LocalDelivery localDelivery = new(storage, router, planner, timeProvider);
        outbound = new OutboundService(storage, reports, events, localDelivery, box => secrets.TryOpen(box), timeProvider, loggerFactory, options);
        sessions = new SessionRegistry(directory, timeProvider, loggerFactory.CreateLogger<SessionRegistry>());
        SessionHost host = new(storage, authenticator, Router, events, sessions, meter, timeProvider, loggerFactory);
        CertificateStore certificates = new(storage.Path, timeProvider, loggerFactory.CreateLogger<CertificateStore>());
        listeners = new ListenerAdministration(storage, host, sessions, certificates, timeProvider, loggerFactory);

        store = new StoreAdministration(storage, secrets);
        domains = new DomainAdministration(storage, secrets, timeProvider);
        accounts = new AccountAdministration(storage, timeProvider);
        aliases = new AliasAdministration(directory, resolver, timeProvider);
        quotas = new QuotaAdministration(storage, accounts, domains);
        mailboxes = new MailboxAdministration(storage, accounts);
        groups = new GroupAdministration(directory, timeProvider);
        queue = new QueueAdministration(storage, reports, events, outbound, timeProvider);
    }

    /// <summary>Whether any listener runs.</summary>
    public bool HasListeners => listeners.Any;

    /// <summary>Completes when no listener runs.</summary>
    public Task WhenNoListeners => listeners.WhenNone;

    /// <summary>Checks passwords.</summary>
    internal IAuthenticator Authenticator => authenticator;

    /// <summary>What happens, for those who watch.</summary>
    internal EventHub Events => events;

    /// <summary>Decides where mail goes.</summary>
    internal IMailRouter Router { get; }

    /// <inheritdoc/>
    public Task<MailStore> GetStoreAsync(CancellationToken cancellationToken) => store.GetAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<MailStore> SetStoreAsync(StoreProperties properties, ChangeOrigin origin, CancellationToken cancellationToken) =>
        store.SetAsync(properties, origin, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MailStoreFinding>> TestStoreAsync(IProgress<double>? progress, CancellationToken cancellationToken) =>
        storage.TestAsync(progress, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MailStoreFinding>> RepairStoreAsync(
        IReadOnlyList<MailStoreFinding>? findings, IProgress<double>? progress, CancellationToken cancellationToken) =>
        storage.RepairAsync(findings, progress, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<MailDomain> GetDomainsAsync(string? pattern, CancellationToken cancellationToken) =>
        domains.ListAsync(pattern, cancellationToken);

    /// <inheritdoc/>
    public Task<MailDomain> CreateDomainAsync(DomainName name, DomainProperties properties, ChangeOrigin origin, CancellationToken cancellationToken) =>
        domains.CreateAsync(name, properties, origin, cancellationToken);

    /// <inheritdoc/>
    public Task<MailDomain> SetDomainAsync(DomainName name, DomainProperties properties, ChangeOrigin origin, CancellationToken cancellationToken) =>
        domains.SetAsync(name, properties, origin, cancellationToken);

    /// <inheritdoc/>
    public Task RemoveDomainAsync(DomainName name, bool recurse, ChangeOrigin origin, CancellationToken cancellationToken) =>
        domains.RemoveAsync(name, recurse, origin, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<MailAccount> GetAccountsAsync(AccountFilter filter, CancellationToken cancellationToken) =>
        accounts.ListAsync(filter, cancellationToken);

    /// <inheritdoc/>
    public Task<MailAccount> GetAccountAsync(EmailAddress address, CancellationToken cancellationToken) =>
        accounts.GetAsync(address, cancellationToken);

    /// <inheritdoc/>
    public Task<AccountOutcome> CreateAccountAsync(
        EmailAddress address, AccountProperties properties, IfExists ifExists, ChangeOrigin origin, CancellationToken cancellationToken) =>
        accounts.CreateAsync(address, properties, ifExists, origin, cancellationToken);

    /// <inheritdoc/>
    public Task<MailAccount> SetAccountAsync(
        EmailAddress address, AccountProperties properties, ChangeOrigin origin, CancellationToken cancellationToken) =>
        accounts.SetAsync(address, properties, origin, cancellationToken);

    /// <inheritdoc/>
    public Task<MailAccount> RenameAccountAsync(
        EmailAddress address, EmailAddress newAddress, ChangeOrigin origin, CancellationToken cancellationToken) =>
        accounts.RenameAsync(address, newAddress, origin, cancellationToken);

    /// <inheritdoc/>
    public Task RemoveAccountAsync(EmailAddress address, ChangeOrigin origin, CancellationToken cancellationToken) =>
        accounts.RemoveAsync(address, origin, cancellationToken);

    /// <inheritdoc/>
    public Task<PasswordParameters?> GetPasswordParametersAsync(EmailAddress address, CancellationToken cancellationToken) =>
        accounts.GetPasswordParametersAsync(address, cancellationToken);

    /// <inheritdoc/>
    public Task<MailPasswordTest> TestPasswordAsync(EmailAddress address, byte[] storedKey, CancellationToken cancellationToken) =>
        accounts.TestPasswordAsync(address, storedKey, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<MailAlias> GetAliasesAsync(string? pattern, CancellationToken cancellationToken) =>
        aliases.ListAsync(pattern, cancellationToken);

    /// <inheritdoc/>
    public Task<MailAlias> CreateAliasAsync(
        EmailAddress address, IReadOnlyList<EmailAddress> targets, bool enabled, ChangeOrigin origin, CancellationToken cancellationToken) =>
        aliases.CreateAsync(address, targets, enabled, origin, cancellationToken);

    /// <inheritdoc/>
    public Task<MailAlias> SetAliasAsync(
        EmailAddress address, IReadOnlyList<EmailAddress>? targets, bool? enabled, ChangeOrigin origin, CancellationToken cancellationToken) =>
        aliases.SetAsync(address, targets, enabled, origin, cancellationToken);

    /// <inheritdoc/>
    public Task RemoveAliasAsync(EmailAddress address, ChangeOrigin origin, CancellationToken cancellationToken) =>
        aliases.RemoveAsync(address, origin, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<MailQuota> GetAccountQuotasAsync(string? pattern, double? threshold, CancellationToken cancellationToken) =>
        quotas.ListAsync(pattern, threshold, cancellationToken);

    /// <inheritdoc/>
    public Task<MailQuota> GetDomainQuotaAsync(DomainName name, CancellationToken cancellationToken) =>
        quotas.GetDomainAsync(name, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<MailMailbox> GetMailboxesAsync(string? accountPattern, string? namePattern, CancellationToken cancellationToken) =>
        mailboxes.ListAsync(accountPattern, namePattern, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MailListener>> StartListenersAsync(ListenerRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<MailListener> started = await listeners.StartAsync(request, cancellationToken);
        await outbound.StartAsync();
        return started;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<MailListener>> GetListenersAsync(ListenerFilter filter, CancellationToken cancellationToken) =>
        Task.FromResult(listeners.Get(filter));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MailListener>> StopListenersAsync(ListenerFilter filter, TimeSpan timeout, CancellationToken cancellationToken)
    {
        IReadOnlyList<MailListener> stopped = await listeners.StopAsync(filter, timeout, cancellationToken);
        if (!listeners.Any)
        {
            await outbound.StopAsync();
        }

        return stopped;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<MailListener>> RestartListenersAsync(ListenerFilter filter, TimeSpan timeout, CancellationToken cancellationToken) =>
        listeners.RestartAsync(filter, timeout, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MailSession>> GetSessionsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<MailSession>>(sessions.Describe());

    /// <inheritdoc/>
    public Task StopSessionAsync(long id, CancellationToken cancellationToken) => sessions.CloseAsync(id).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<MailGroup> GetGroupsAsync(string? pattern, CancellationToken cancellationToken) =>
        groups.ListAsync(pattern, cancellationToken);

    /// <inheritdoc/>
    public Task<MailGroup> CreateGroupAsync(EmailAddress address, GroupProperties properties, ChangeOrigin origin, CancellationToken cancellationToken) =>
        groups.CreateAsync(address, properties, origin, cancellationToken);

    /// <inheritdoc/>
    public Task<MailGroup> SetGroupAsync(EmailAddress address, GroupProperties properties, ChangeOrigin origin, CancellationToken cancellationToken) =>
        groups.SetAsync(address, properties, origin, cancellationToken);

    /// <inheritdoc/>
    public Task RemoveGroupAsync(EmailAddress address, ChangeOrigin origin, CancellationToken cancellationToken) =>
        groups.RemoveAsync(address, origin, cancellationToken);

    /// <inheritdoc/>
    public Task<MailGroup> ChangeGroupMembersAsync( EmailAddress address, IReadOnlyList<EmailAddress> add, IReadOnlyList<EmailAddress> remove, ChangeOrigin origin, CancellationToken cancellationToken) =>
        groups.ChangeMembersAsync(address, add, remove, origin, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<MailQueueItem> GetQueueAsync(QueueFilter filter, CancellationToken cancellationToken) =>
        queue.ListAsync(filter, cancellationToken);

    /// <inheritdoc/>
    public Task<MailQueueItem> SuspendQueueItemAsync(long id, CancellationToken cancellationToken) =>
        queue.SuspendAsync(id, cancellationToken);

    /// <inheritdoc/>
    public Task<MailQueueItem> ResumeQueueItemAsync(long id, bool now, CancellationToken cancellationToken) =>
        queue.ResumeAsync(id, now, cancellationToken);

    /// <inheritdoc/>
    public Task RemoveQueueItemAsync(long id, bool notify, CancellationToken cancellationToken) =>
        queue.RemoveAsync(id, notify, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadQueueMessageAsync(long id, CancellationToken cancellationToken) =>
        queue.ReadAsync(id, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MailQueueItem>> DeliverQueueAsync(QueueFilter filter, bool wait, CancellationToken cancellationToken) =>
        queue.DeliverAsync(filter, wait, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<MailTraceEvent> TraceAsync(TraceFilter filter, CancellationToken cancellationToken) =>
        events.FindAsync(filter, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<MailServerEvent> WatchAsync(CancellationToken cancellationToken) =>
        events.WatchAsync(cancellationToken);

    /// <summary>Stops the listeners and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        events.Complete();
        await listeners.DisposeAsync();
        await outbound.DisposeAsync();
        sessions.Dispose();
        authenticator.Dispose();
        secrets.Dispose();
        meter.Dispose();
        await storage.DisposeAsync();
    }
}
