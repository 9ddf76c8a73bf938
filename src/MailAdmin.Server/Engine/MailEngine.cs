using MailAdmin.Contracts;
using MailAdmin.Requests;
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

namespace MailAdmin.Server.Engine;

/// <summary>
/// A mail server over an open store, which it owns: puts the parts together, and is what the cmdlets of the owning
/// process speak to. Each part is a class of its own; nothing is decided here.
/// </summary>
public sealed class MailEngine : IMailAdministration, IAsyncDisposable
{
    private readonly IMailStorage storage;
    private readonly ServerMeter meter;
    private readonly Authenticator authenticator;
    private readonly SessionRegistry sessions;
    private readonly ListenerAdministration listeners;
    private readonly RequestTable administration;
    private readonly EventHub events;
    private readonly OutboundService outbound;
    private readonly SecretBox secrets;
    private int disposed;

    /// <summary>Takes over a store.</summary>
    /// <param name="storage">The store; disposed with the engine.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="loggerFactory">Where events go.</param>
    public MailEngine(IMailStorage storage, TimeProvider timeProvider, ILoggerFactory loggerFactory)
        : this(storage, timeProvider, loggerFactory, new OutboundOptions())
    {
    }

    /// <summary>Takes over a store, and sends otherwise than the world does: for tests.</summary>
    internal MailEngine(
        IMailStorage storage, TimeProvider timeProvider, ILoggerFactory loggerFactory, OutboundOptions options)
    {
        this.storage = storage;
        var keys = StoreKeys.Load(storage.Path, loggerFactory.CreateLogger<StoreKeys>());
        meter = new ServerMeter(timeProvider);
        events = new EventHub(storage.Trace, timeProvider, meter);
        IDirectory directory = storage.Directory;
        secrets = new SecretBox(keys.Passwords);
        SenderRewriting rewriting = new(keys.SenderRewriting, timeProvider);
        RecipientResolver resolver = new(directory, new AdministratorMailbox(directory, timeProvider), rewriting);
        AddressOwnership ownership = new(directory, resolver);
        RelayNetworks networks = new(directory);
        DeliveryReports reports = new(storage, timeProvider);
        DeliveryPlanner planner = new(directory, rewriting, timeProvider);
        authenticator = new Authenticator(
            directory,
            keys.Logon,
            timeProvider,
            meter,
            events,
            loggerFactory.CreateLogger<Authenticator>());
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
        outbound = new OutboundService(
            storage, reports, events, localDelivery, box => secrets.TryOpen(box), timeProvider, loggerFactory, options);
        sessions = new SessionRegistry(
            directory, authenticator.Rules, timeProvider, loggerFactory.CreateLogger<SessionRegistry>());
        SessionHost host = new(storage, authenticator, Router, events, sessions, meter, timeProvider, loggerFactory);
        CertificateStore certificates = new(storage.Path, timeProvider, loggerFactory.CreateLogger<CertificateStore>());
        listeners = new ListenerAdministration(storage, host, sessions, certificates, timeProvider, loggerFactory);
        administration = RequestHandlers.Create(new AdministrationParts
        {
            Storage = storage,
            Secrets = secrets,
            Keys = new KeyCheck(storage.Path, keys, secrets, directory),
            Resolver = resolver,
            Reports = reports,
            Outbound = outbound,
            Listeners = listeners,
            Sessions = sessions,
            Authenticator = authenticator,
            Events = events,
            TimeProvider = timeProvider,
        });
    }

    /// <summary>Whether any listener runs.</summary>
    public bool HasListeners => listeners.Any;

    /// <summary>Completes when no listener runs.</summary>
    public Task WhenNoListeners => listeners.WhenNone;

    /// <summary>Completes when the store does not belong to this process any more; it should be closed.</summary>
    internal Task WhenLost => storage.WhenLost;

    /// <summary>Checks passwords.</summary>
    internal IAuthenticator Authenticator => authenticator;

    /// <summary>What happens, for those who watch.</summary>
    internal EventHub Events => events;

    /// <summary>The records of the requests that have a handler.</summary>
    internal IReadOnlyCollection<Type> Requests => administration.Requests;

    /// <summary>Decides where mail goes.</summary>
    internal IMailRouter Router { get; }

    /// <inheritdoc/>
    public Task<TResult> SendAsync<TResult>(
        IRequest<TResult> request, IProgress<double>? progress, CancellationToken cancellationToken) =>
        administration.SendAsync(request, progress, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<TItem> StreamAsync<TItem>(
        IStreamRequest<TItem> request, CancellationToken cancellationToken) =>
        administration.StreamAsync(request, cancellationToken);

    /// <summary>
    /// Stops the listeners and closes the store. Every part is closed, whatever happens to those before it, so that the
    /// store is free in any case.
    /// </summary>
    /// <exception cref="AggregateException">What the parts that failed have thrown.</exception>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        Shutdown shutdown = new();
        shutdown.Step(events.Complete);
        await shutdown.StepAsync(listeners.DisposeAsync);
        await shutdown.StepAsync(outbound.DisposeAsync);
        shutdown.Step(sessions.Dispose);
        shutdown.Step(authenticator.Dispose);
        shutdown.Step(secrets.Dispose);
        shutdown.Step(meter.Dispose);
        await shutdown.StepAsync(storage.DisposeAsync);
        shutdown.ThrowIfFaulted();
    }
}
