using MailAdmin.Contracts;
using MailAdmin.Dns;
using MailAdmin.Server.Reports;
using MailAdmin.Server.Routing;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Outbound;

/// <summary>
/// Sends what is in the queue: by the timetable while it is started, and single messages at once on request.
/// </summary>
internal sealed class OutboundService : IAsyncDisposable
{
    private readonly IMailStorage storage;
    private readonly OutboundOptions options;
    private readonly NextHopFinder finder;
    private readonly DeliveryDispatcher dispatcher;
    private readonly TimeProvider timeProvider;
    private readonly ILogger logger;
    private readonly SemaphoreSlim changing = new(1);
    private QueueTimetable? timetable;

    public OutboundService(
        IMailStorage storage,
        IDeliveryReports reports,
        IMailTrace trace,
        ILocalDelivery localDelivery,
        Func<byte[], string?> openSecret,
        TimeProvider timeProvider,
        ILoggerFactory loggerFactory,
        OutboundOptions options)
    {
        this.storage = storage;
        this.options = options;
        this.timeProvider = timeProvider;
        logger = loggerFactory.CreateLogger<OutboundService>();
        IDirectory directory = storage.Directory;
        finder = new NextHopFinder(directory, localDelivery, openSecret);
        MailExchangers exchangers = new(
            async token => (await directory.GetSettingsAsync(token)).NameServer, options.Dns, timeProvider);
        HopConnector connector = new(directory, exchangers, options, timeProvider, logger);
        OutcomeRecorder recorder = new(storage, reports, trace, timeProvider, logger);
        dispatcher = new DeliveryDispatcher(
            new ItemAttempt(storage.Queue, localDelivery, connector, recorder, options, timeProvider),
            options,
            timeProvider,
            logger);
    }

    /// <summary>Begins to send by the timetable, unless it does already.</summary>
    public async Task StartAsync()
    {
        await changing.WaitAsync();
        try
        {
            if (timetable is null)
            {
                timetable = new QueueTimetable(storage.Queue, finder, dispatcher, timeProvider, logger);
                timetable.Start();
            }
        }
        finally
        {
            changing.Release();
        }
    }

    /// <summary>Stops that; attempts under way may finish, within a limit.</summary>
    public async Task StopAsync()
    {
        await changing.WaitAsync();
        try
        {
            if (timetable is not null)
            {
                await timetable.DisposeAsync();
                timetable = null;
                await dispatcher.DrainAsync(options.StopGrace);
            }
        }
        finally
        {
            changing.Release();
        }
    }

    /// <summary>
    /// Tries messages now, whenever their next attempt is due; suspended and removed ones are skipped.
    /// </summary>
    /// <param name="ids">The messages.</param>
    /// <param name="wait">Whether to wait for the end of the attempts.</param>
    /// <param name="cancellationToken">Ends the wait, not the attempts.</param>
    public async Task DeliverNowAsync(IReadOnlyList<long> ids, bool wait, CancellationToken cancellationToken)
    {
        List<Task> attempts = [];
        foreach (long id in ids)
        {
            if (await storage.Queue.FindAsync(id, cancellationToken) is { Suspended: false } item)
            {
                NextHop hop = await finder.FindAsync(item.Domain, item.SenderDomain, cancellationToken);
                attempts.Add(dispatcher.Enqueue(id, hop, isForced: true));
            }
        }

        if (wait)
        {
            await Task.WhenAll(attempts).WaitAsync(cancellationToken);
        }
    }

    /// <summary>
    /// The attempt for a message that is under way, or null. It completes when the attempt is over, however it ended.
    /// </summary>
    public Task? FindAttempt(long id) => dispatcher.FindAttempt(id);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await dispatcher.DisposeAsync();
        changing.Dispose();
    }
}
