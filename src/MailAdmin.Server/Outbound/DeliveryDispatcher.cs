using MailAdmin.Server.Outbound.Smtp;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Outbound;

/// <summary>
/// Shares connections among next hops. Invariants: a message is in flight at most once; a next hop has at most so many
/// connections, and one until it was reached; all have at most so many; one that waits for a connection gets that of an idle worker.
/// </summary>
internal sealed class DeliveryDispatcher(ItemAttempt attempt, OutboundOptions options, TimeProvider timeProvider, ILogger logger) : IAsyncDisposable
{
    // Messages of a next hop that cannot be reached are put off together, so that their commits share a sync.
    private const int DeferredTogether = 64;
    private const int KnownHops = 1_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, HopQueue> lanes = new(StringComparer.Ordinal);
    private readonly Dictionary<long, QueuedDelivery> flights = [];
    private readonly Queue<HopQueue> starving = new();
    private readonly HashSet<Task> workers = [];
    private CancellationTokenSource abort = new();
    private int connections;
    private bool isDraining;

    /// <summary>Has a message tried as soon as it is its turn.</summary>
    /// <returns>Completes when the attempt is over, however it ended.</returns>
    public Task Enqueue(long id, NextHop hop, bool isForced)
    {
        lock (gate)
        {
            if (flights.TryGetValue(id, out QueuedDelivery? known))
            {
                known.IsForced |= isForced;
                return known.Landed;
            }

            if (isDraining)
            {
                return Task.CompletedTask;
            }

            if (!lanes.TryGetValue(hop.Key, out HopQueue? lane))
            {
                ForgetUnused();
                lane = new HopQueue(hop);
                lanes.Add(hop.Key, lane);
            }

            lane.Hop = hop;
            QueuedDelivery flight = new(id) { IsForced = isForced };
            flights.Add(id, flight);
            lane.Waiting.Enqueue(flight);
            Staff(lane);
            return flight.Landed;
        }
    }

    /// <summary>The attempt that is under way for a message, or waits for its turn; null: none.</summary>
    public Task? FindFlight(long id)
    {
        lock (gate)
        {
            return flights.GetValueOrDefault(id)?.Landed;
        }
    }

    /// <summary>Lets messages under way come to their end, and breaks them off if that takes too long. What waits is left.</summary>
    public async Task DrainAsync(TimeSpan grace)
    {
        Task all;
        lock (gate)
        {
            isDraining = true;
            foreach (HopQueue lane in lanes.Values)
            {
                while (lane.Waiting.TryDequeue(out QueuedDelivery? left))
                {
                    Land(left);
                }

                lane.Idle.ForEach(idle => idle.TrySetResult(false));
                lane.Idle.Clear();
            }

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
        }

        lock (gate)
        {
            if (abort.IsCancellationRequested)
            {
                abort.Dispose();
                abort = new CancellationTokenSource();
            }

            isDraining = false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DrainAsync(options.StopGrace);
        abort.Dispose();
    }

    // Called under the lock.
    private void Staff(HopQueue lane)
    {
        int woken = 0;
        while (woken < lane.Waiting.Count && lane.Idle.Count > 0)
        {
            lane.Idle[^1].TrySetResult(true);
            lane.Idle.RemoveAt(lane.Idle.Count - 1);
            woken++;
        }

        int most = lane.IsProven || lane.Hop.Kind == NextHopKind.Local ? options.ConnectionsPerHop : 1;
        for (int open = lane.Waiting.Count - woken; open > 0 && lane.Workers < most; open--)
        {
            if (connections >= options.Connections)
            {
                Starve(lane);
                return;
            }

            connections++;
            lane.Workers++;
            CancellationToken token = abort.Token;
            Task work = Task.Run(() => WorkAsync(lane, token), CancellationToken.None);
            workers.Add(work);
            _ = work.ContinueWith(Leave, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private void Leave(Task work)
    {
        lock (gate)
        {
            workers.Remove(work);
        }
    }

    private void Starve(HopQueue lane)
    {
        if (!lane.IsStarving)
        {
            lane.IsStarving = true;
            starving.Enqueue(lane);
        }

        if (lanes.Values.FirstOrDefault(other => other.Idle.Count > 0) is { } rich)
        {
            rich.Idle[0].TrySetResult(false);
            rich.Idle.RemoveAt(0);
        }
    }

    private async Task WorkAsync(HopQueue lane, CancellationToken cancellationToken)
    {
        RemoteSession? session = null;
        try
        {
            while (true)
            {
                List<QueuedDelivery> taken = Take(lane);
                if (taken.Count > 1)
                {
                    await Task.WhenAll(taken.Select(flight => FlyAsync(flight, lane, null, cancellationToken)));
                }
                else if (taken.Count == 1)
                {
                    session = await FlyAsync(taken[0], lane, session, cancellationToken);
                }

                if (taken.Count == 0 ? !await IsWantedAgainAsync(lane, session) : MakesRoom(session))
                {
                    return;
                }
            }
        }
        finally
        {
            if (session is not null)
            {
                await session.QuitAsync();
                await session.DisposeAsync();
            }

            lock (gate)
            {
                connections--;
                lane.Workers--;
                while (connections < options.Connections && starving.TryDequeue(out HopQueue? next))
                {
                    next.IsStarving = false;
                    Staff(next);
                }

                Staff(lane);
            }
        }
    }

    private async Task<RemoteSession?> FlyAsync(QueuedDelivery flight, HopQueue lane, RemoteSession? session, CancellationToken cancellationToken)
    {
        try
        {
            RemoteSession? left = await attempt.RunAsync(flight.Id, lane, flight.IsForced, session, cancellationToken);
            return left;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception failure)
        {
            // One message must not stop the others. It is still in the queue, and the timetable waits before it tries it again.
            OutboundLog.ItemFaulted(logger, flight.Id, failure);
            return null;
        }
        finally
        {
            lock (gate)
            {
                Land(flight);

                // Once the next hop was reached, others may come to help.
                Staff(lane);
            }
        }
    }

    private List<QueuedDelivery> Take(HopQueue lane)
    {
        bool isLost = lane.FindFailure(timeProvider.GetUtcNow()) is not null;
        List<QueuedDelivery> taken = [];
        lock (gate)
        {
            while (taken.Count < (isLost ? DeferredTogether : 1) && lane.Waiting.TryPeek(out QueuedDelivery? next) && !(next.IsForced && taken.Count > 0))
            {
                taken.Add(lane.Waiting.Dequeue());
                if (next.IsForced)
                {
                    break;
                }
            }
        }

        return taken;
    }

    // After its share a worker makes room for next hops that have none.
    private bool MakesRoom(RemoteSession? session)
    {
        lock (gate)
        {
            return starving.Count > 0 && (session is null || session.Transactions >= options.MessagesPerConnection);
        }
    }

    private async ValueTask<bool> IsWantedAgainAsync(HopQueue lane, RemoteSession? session)
    {
        TaskCompletionSource<bool> idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (lane.Waiting.Count > 0)
            {
                return true;
            }

            if (session is not { IsUsable: true } || isDraining || starving.Count > 0)
            {
                return false;
            }

            lane.Idle.Add(idle);
        }

        try
        {
            return await idle.Task.WaitAsync(options.IdleConnection, timeProvider);
        }
        catch (TimeoutException)
        {
            lock (gate)
            {
                // Somebody may have called it at the last moment.
                return !lane.Idle.Remove(idle) && lane.Waiting.Count > 0;
            }
        }
    }

    private void Land(QueuedDelivery flight)
    {
        flights.Remove(flight.Id);
        flight.Land();
    }

    private void ForgetUnused()
    {
        if (lanes.Count < KnownHops)
        {
            return;
        }

        DateTimeOffset now = timeProvider.GetUtcNow();
        string[] unused = [.. lanes.Where(pair => pair.Value is { Workers: 0, Waiting.Count: 0 } && pair.Value.FindFailure(now) is null).Select(pair => pair.Key)];
        foreach (string key in unused)
        {
            lanes.Remove(key);
        }
    }
}
