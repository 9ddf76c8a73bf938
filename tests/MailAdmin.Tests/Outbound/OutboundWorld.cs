using System.Collections.Concurrent;
using System.Net;
using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Server.Outbound;
using MailAdmin.Server.Reports;
using MailAdmin.Server.Routing;
using MailAdmin.Tests.Diagnostics;
using MailAdmin.Tests.Dns;
using MailAdmin.Tests.Server;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailAdmin.Tests.Outbound;

/// <summary>A real store, a real name server and the sending part between them.</summary>
internal sealed class OutboundWorld : IAsyncDisposable
{
    private readonly TestStore store;
    private readonly TimeProvider clock;
    private readonly Dictionary<string, int> ports = new(StringComparer.Ordinal);

    private OutboundWorld(TestStore store, TimeProvider clock, Func<OutboundOptions, OutboundOptions> change)
    {
        this.store = store;
        this.clock = clock;
        Options = change(new OutboundOptions
        {
            PortOf = host => ports[host],
            OwnAddresses = () => [],
            TrustedRoots = TestCertificates.Roots,
            IdleConnection = TimeSpan.FromSeconds(1),
            StopGrace = TimeSpan.FromSeconds(5),
        });
        Service = NewService();
    }

    public LoopbackDns Dns { get; } = new();

    public RecordedReports Reports { get; } = new();

    public LocalMail Local { get; } = new();

    public OutboundOptions Options { get; }

    /// <summary>The trace, kept for after the store was closed.</summary>
    public IReadOnlyList<MailTraceEvent> Traced { get; set; } = [];

    public OutboundService Service { get; set; }

    public IMailQueue Queue => store.Storage.Queue;

    public IMailStorage Storage => store.Storage;

    public static async Task<OutboundWorld> CreateAsync(
        TimeProvider? clock = null, Func<OutboundOptions, OutboundOptions>? change = null)
    {
        TimeProvider time = clock ?? TimeProvider.System;
        OutboundWorld world = new(await TestStore.CreateAsync(time), time, change ?? (options => options));
        await world.SetAsync(settings => settings with { NameServer = [world.Dns.Address] });
        return world;
    }

    public Task SetAsync(Func<StoreSettings, StoreSettings> change) =>
        Storage.Directory.UpdateSettingsAsync(change, TestStore.Origin, TestStore.None);

    public OutboundService NewService() => new(
        store.Storage, Reports, Storage.Trace, Local, secret =>
            Encoding.UTF8.GetString(secret), clock, NullLoggerFactory.Instance, Options);

    /// <summary>A domain whose mail goes to a server of the test, by MX.</summary>
    public void Route(string domain, SmtpSink sink, string? host = null)
    {
        string name = host ?? "mx." + domain;
        Dns.Mx(domain, 10, name).Host(name, "127.0.0.1");
        ports[name] = sink.Port;
    }

    public void Host(string name, int port)
    {
        Dns.Host(name, "127.0.0.1");
        ports[name] = port;
    }

    public Task<long> QueueAsync(params string[] recipients) => QueueAsync(item => item, recipients);

    public async Task<long> QueueAsync(Func<QueueItem, QueueItem> change, params string[] recipients)
    {
        return await QueueAsync("Subject: one\r\n\r\nThe text.\r\n", change, recipients);
    }

    /// <summary>A report that is made from the message it is about.</summary>
    public async Task<PlannedMail?> ComposeAsync(ReportRequest request, MailboxId? mailbox)
    {
        using MessageContent about = await request.OpenMessageAsync(default);
        byte[] octets = new byte[about.Length];
        await about.ReadAsync(0, octets, default);
        MessageSpool spool = Storage.Mailboxes.CreateSpool();
        await spool.WriteAsync("Subject: report\r\n\r\n"u8.ToArray(), default);
        await spool.WriteAsync(octets, default);
        await spool.CompleteAsync(default);
        DateTimeOffset now = clock.GetUtcNow();
        NewMessage message = new(spool, default, now);
        EmailAddress sender = request.ReversePath!;
        QueueItem item = new()
        {
            Domain = sender.Domain,
            Recipients = [new QueueRecipient { Address = sender }],
            Queued = now,
            Expires = now.AddDays(1),
            NextAttempt = now,
        };
        return mailbox is { } place
            ? new PlannedMail(spool) { Appends = [new AppendRequest(message, place, NamedFlags.None)] }
            : new PlannedMail(spool) { Additions = [new NewQueueItem(message, item)] };
    }

    public async Task<long> QueueAsync(string content, Func<QueueItem, QueueItem> change, params string[] recipients)
    {
        await using MessageSpool spool = Storage.Mailboxes.CreateSpool();
        await spool.WriteAsync(Encoding.UTF8.GetBytes(content), default);
        await spool.CompleteAsync(default);
        DateTimeOffset now = clock.GetUtcNow();
        EmailAddress[] addresses = [.. recipients.Select(EmailAddress.Parse)];
        QueueItem item = change(new QueueItem
        {
            ReversePath = EmailAddress.Parse("ann@example.test"),
            Domain = addresses[0].Domain,
            Recipients = [.. addresses.Select(address => new QueueRecipient { Address = address })],
            Queued = now,
            Expires = now + TimeSpan.FromDays(5),
            NextAttempt = now,
        });
        MailCommit commit = new() { Additions = [new NewQueueItem(new NewMessage(spool, default, now), item)] };
        return (await Queue.CommitAsync(commit, default)).Queued[0];
    }

    /// <summary>Tries a message now; as it is afterwards, null: it is gone.</summary>
    public async Task<QueueItem?> TryAsync(long id)
    {
        await Service.DeliverNowAsync([id], wait: true, TestStore.None).WaitAsync(TimeSpan.FromSeconds(60));
        return await Queue.FindAsync(id, TestStore.None);
    }

    /// <summary>Waits for a message to become what is wanted.</summary>
    public async Task<QueueItem?> UntilAsync(long id, Func<QueueItem?, bool> isWanted)
    {
        using SemaphoreSlim changed = new(0);
        using IDisposable watch = Queue.Watch(_ => changed.Release(), out _);
        while (true)
        {
            QueueItem? item = await Queue.FindAsync(id, TestStore.None);
            if (isWanted(item))
            {
                return item;
            }

            Assert.True(await changed.WaitAsync(TimeSpan.FromSeconds(60)), "The queue did not change in time.");
        }
    }

    public async Task<List<MailTraceEvent>> TraceAsync() =>
        await Storage.Trace.FindAsync(new TraceFilter(), TestStore.None).ToListAsync();

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await store.DisposeAsync();
        Dns.Dispose();
    }
}

/// <summary>Records what would be reported.</summary>
internal sealed class RecordedReports : IDeliveryReports
{
    public ConcurrentQueue<ReportRequest> Requests { get; } = new();

    /// <summary>The mail of a report; null: none.</summary>
    public Func<ReportRequest, Task<PlannedMail?>> Compose { get; set; } = _ => Task.FromResult<PlannedMail?>(null);

    public IEnumerable<RecipientResult> Results => Requests.SelectMany(request => request.Results);

    public async ValueTask<PlannedMail?> PlanAsync(ReportRequest request, CancellationToken cancellationToken)
    {
        Requests.Enqueue(request);
        return await Compose(request);
    }
}

/// <summary>Domains whose mail ends here, and what becomes of it.</summary>
internal sealed class LocalMail : ILocalDelivery
{
    public HashSet<string> Domains { get; } = [];

    public Func<QueueItem, (PlannedMail? Mail, IReadOnlyList<RecipientResult> Results)> Plan { get; set; } = _ =>
        (null, []);

    /// <summary>Throws when a look-up shall fail.</summary>
    public Action BeforeLookup { get; set; } = static () => { };

    public ValueTask<bool> IsLocalAsync(DomainName domain, CancellationToken cancellationToken)
    {
        BeforeLookup();
        return ValueTask.FromResult(Domains.Contains(domain.Ascii));
    }

    public ValueTask<(
        PlannedMail? Mail,
        IReadOnlyList<RecipientResult> Results)> PlanAsync(QueueItem item, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Plan(item));
}
