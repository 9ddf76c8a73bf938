using MailAdmin.Server.Outbound.Smtp;

namespace MailAdmin.Server.Outbound;

/// <summary>
/// The messages that wait, by next hop, and the connections that may be open for them. Invariants: a message is queued
/// at most once; a next hop has a limited number of connections, and one until it was reached; all together have a
/// limited number; a next hop that waits for a connection slot gets that of an idle worker.
/// </summary>
/// <param name="options">The limits.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="startWorker">Starts a worker for a next hop; called under the lock, so it must not wait.</param>
internal sealed class DeliveryQueues(OutboundOptions options, TimeProvider timeProvider, Action<HopQueue> startWorker)
{
    // Messages for a next hop that cannot be reached are deferred together, so that their commits share a sync.
    private const int MaxDeferredTogether = 64;
    private const int MaxKnownHops = 1_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, HopQueue> hops = new(StringComparer.Ordinal);
    private readonly Dictionary<long, QueuedDelivery> deliveries = [];
    private readonly Queue<HopQueue> waitingForSlot = new();
    private int connections;
    private bool isClosed;

    /// <summary>Queues a message for its next hop, unless it is queued already.</summary>
    /// <returns>Completes when the attempt is over, however it ended.</returns>
    public Task Enqueue(long id, NextHop hop, bool isForced)
    {
        lock (gate)
        {
            if (deliveries.TryGetValue(id, out QueuedDelivery? known))
            {
                known.IsForced |= isForced;
                return known.Completed;
            }

            if (isClosed)
            {
                return Task.CompletedTask;
            }

            HopQueue queue = QueueOf(hop);
            QueuedDelivery delivery = new(id) { IsForced = isForced };
            deliveries.Add(id, delivery);
            queue.Waiting.Enqueue(delivery);
            AddWorkers(queue);
            return delivery.Completed;
        }
    }

    /// <summary>
    /// Returns the attempt for a message, under way or waiting for its turn; null when there is none.
    /// </summary>
    public Task? Find(long id)
    {
        lock (gate)
        {
            return deliveries.GetValueOrDefault(id)?.Completed;
        }
    }

    /// <summary>Drops what waits, ends idle workers, and accepts nothing more until it is opened again.</summary>
    public void Close()
    {
        lock (gate)
        {
            isClosed = true;
            foreach (HopQueue queue in hops.Values)
            {
                while (queue.Waiting.TryDequeue(out QueuedDelivery? delivery))
                {
                    Remove(delivery);
                }

                queue.Idle.ForEach(idle => idle.TrySetResult(false));
                queue.Idle.Clear();
            }
        }
    }

    public void Open()
    {
        lock (gate)
        {
            isClosed = false;
        }
    }

    /// <summary>
    /// Takes the next message for a worker; several when the next hop cannot be reached, none when none waits.
    /// </summary>
    public List<QueuedDelivery> Take(HopQueue queue)
    {
        int most = queue.FindFailure(timeProvider) is null ? 1 : MaxDeferredTogether;
        List<QueuedDelivery> taken = [];
        lock (gate)
        {
            // A forced message is tried alone: it goes out even if the next hop could not be reached a moment ago.
            while (taken.Count < most
                && queue.Waiting.TryPeek(out QueuedDelivery? next) && !(next.IsForced && taken.Count > 0))
            {
                taken.Add(queue.Waiting.Dequeue());
                most = next.IsForced ? 1 : most;
            }
        }

        return taken;
    }

    /// <summary>Ends an attempt.</summary>
    public void Complete(QueuedDelivery delivery, HopQueue queue)
    {
        lock (gate)
        {
            Remove(delivery);

            // Once the next hop was reached, it may have more workers.
            AddWorkers(queue);
        }
    }

    /// <summary>Whether a worker has used its share and must give its slot to a next hop that has none.</summary>
    public bool MustYield(RemoteSession? session)
    {
        lock (gate)
        {
            bool isSpent = session is null || session.Transactions >= options.MessagesPerConnection;
            return isSpent && waitingForSlot.Count > 0;
        }
    }

    /// <summary>Keeps an idle worker for a while in case another message comes.</summary>
    /// <returns>Whether the worker continues.</returns>
    public async ValueTask<bool> WaitForMoreAsync(HopQueue queue, RemoteSession? session)
    {
        TaskCompletionSource<bool> idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (queue.Waiting.Count > 0)
            {
                return true;
            }

            if (session is not { IsUsable: true } || isClosed || waitingForSlot.Count > 0)
            {
                return false;
            }

            queue.Idle.Add(idle);
        }

        try
        {
            return await idle.Task.WaitAsync(options.IdleConnection, timeProvider);
        }
        catch (TimeoutException)
        {
            lock (gate)
            {
                // It may have been woken at the last moment.
                return !queue.Idle.Remove(idle) && queue.Waiting.Count > 0;
            }
        }
    }

    /// <summary>Frees the connection slot of a worker that ends.</summary>
    public void RemoveWorker(HopQueue queue)
    {
        lock (gate)
        {
            connections--;
            queue.Workers--;
            while (connections < options.Connections && waitingForSlot.TryDequeue(out HopQueue? next))
            {
                next.IsWaitingForSlot = false;
                AddWorkers(next);
            }

            AddWorkers(queue);
        }
    }

    // The methods below are called under the lock.
    private HopQueue QueueOf(NextHop hop)
    {
        if (!hops.TryGetValue(hop.Key, out HopQueue? queue))
        {
            RemoveUnused();
            queue = new HopQueue(hop);
            hops.Add(hop.Key, queue);
        }

        queue.Hop = hop;
        return queue;
    }

    private void AddWorkers(HopQueue queue)
    {
        int woken = 0;
        while (woken < queue.Waiting.Count && queue.Idle.Count > 0)
        {
            queue.Idle[^1].TrySetResult(true);
            queue.Idle.RemoveAt(queue.Idle.Count - 1);
            woken++;
        }

        int most = queue.IsProven || queue.Hop.Kind == NextHopKind.Local ? options.ConnectionsPerHop : 1;
        for (int missing = queue.Waiting.Count - woken; missing > 0 && queue.Workers < most; missing--)
        {
            if (connections >= options.Connections)
            {
                WaitForSlot(queue);
                return;
            }

            connections++;
            queue.Workers++;
            startWorker(queue);
        }
    }

    private void WaitForSlot(HopQueue queue)
    {
        if (!queue.IsWaitingForSlot)
        {
            queue.IsWaitingForSlot = true;
            waitingForSlot.Enqueue(queue);
        }

        if (hops.Values.FirstOrDefault(one => one.Idle.Count > 0) is { } other)
        {
            other.Idle[0].TrySetResult(false);
            other.Idle.RemoveAt(0);
        }
    }

    private void Remove(QueuedDelivery delivery)
    {
        deliveries.Remove(delivery.Id);
        delivery.Complete();
    }

    private void RemoveUnused()
    {
        if (hops.Count < MaxKnownHops)
        {
            return;
        }

        string[] unused =
        [
            .. hops
                .Where(pair => pair.Value is { Workers: 0, Waiting.Count: 0 }
                    && pair.Value.FindFailure(timeProvider) is null)
                .Select(pair => pair.Key),
        ];
        foreach (string key in unused)
        {
            hops.Remove(key);
        }
    }
}
