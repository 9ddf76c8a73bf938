using MailAdmin.Server.Outbound.Smtp;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Outbound;

/// <summary>
/// Runs the workers that send: each takes one message after the other for its next hop over one connection.
/// </summary>
internal sealed class DeliveryDispatcher : IAsyncDisposable
{
    private readonly ItemAttempt attempt;
    private readonly OutboundOptions options;
    private readonly TimeProvider timeProvider;
    private readonly ILogger logger;
    private readonly DeliveryQueues queues;
    private readonly Lock gate = new();
    private readonly List<Task> workers = [];
    private CancellationTokenSource abort = new();

    public DeliveryDispatcher(ItemAttempt attempt, OutboundOptions options, TimeProvider timeProvider, ILogger logger)
    {
        this.attempt = attempt;
        this.options = options;
        this.timeProvider = timeProvider;
        this.logger = logger;
        queues = new DeliveryQueues(options, timeProvider, StartWorker);
    }

    /// <summary>Has a message sent as soon as it is its turn.</summary>
    /// <returns>Completes when the attempt is over, however it ended.</returns>
    public Task Enqueue(long id, NextHop hop, bool isForced) => queues.Enqueue(id, hop, isForced);

    /// <summary>
    /// Returns the attempt for a message, under way or waiting for its turn; null when there is none.
    /// </summary>
    public Task? FindAttempt(long id) => queues.Find(id);

    /// <summary>
    /// Lets the attempts under way finish, and cancels them when that takes too long. What waits is dropped.
    /// </summary>
    public async Task DrainAsync(TimeSpan grace)
    {
        queues.Close();
        Task all;
        lock (gate)
        {
            all = Task.WhenAll(workers);
        }

        try
        {
            await all.WaitAsync(grace, timeProvider);
        }
        catch (TimeoutException)
        {
            await abort.CancelAsync();
            await all;
            lock (gate)
            {
                abort.Dispose();
                abort = new CancellationTokenSource();
            }
        }

        queues.Open();
    }

    public async ValueTask DisposeAsync()
    {
        await DrainAsync(options.StopGrace);
        abort.Dispose();
    }

    private void StartWorker(HopQueue queue)
    {
        lock (gate)
        {
            workers.RemoveAll(worker => worker.IsCompleted);
            CancellationToken token = abort.Token;
            workers.Add(Task.Run(() => RunLoopAsync(queue, token), CancellationToken.None));
        }
    }

    private async Task RunLoopAsync(HopQueue queue, CancellationToken cancellationToken)
    {
        RemoteSession? session = null;
        try
        {
            bool continues = true;
            while (continues)
            {
                List<QueuedDelivery> taken = queues.Take(queue);
                if (taken.Count > 1)
                {
                    await Task.WhenAll(
                        taken.Select(delivery => DeliverAsync(delivery, queue, null, cancellationToken)));
                }
                else if (taken.Count == 1)
                {
                    session = await DeliverAsync(taken[0], queue, session, cancellationToken);
                }

                continues =
                    taken.Count > 0 ? !queues.MustYield(session) : await queues.WaitForMoreAsync(queue, session);
            }
        }
        finally
        {
            await CloseAsync(session);
            queues.RemoveWorker(queue);
        }
    }

    // Never throws: a connection slot that is not given back would be lost until the server ends.
    private async Task CloseAsync(RemoteSession? session)
    {
        try
        {
            await (session?.QuitAsync() ?? Task.CompletedTask);
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or InvalidOperationException)
        {
            OutboundLog.ConnectionNotClosed(logger, failure);
        }
    }

    private async Task<RemoteSession?> DeliverAsync(
        QueuedDelivery delivery, HopQueue queue, RemoteSession? session, CancellationToken cancellationToken)
    {
        try
        {
            return await attempt.RunAsync(delivery.Id, queue, delivery.IsForced, session, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception failure)
        {
            // One message must not stop the others. It stays in the queue, and the timetable waits before the next
            // attempt.
            OutboundLog.ItemFaulted(logger, delivery.Id, failure);
            return null;
        }
        finally
        {
            queues.Complete(delivery, queue);
        }
    }
}
