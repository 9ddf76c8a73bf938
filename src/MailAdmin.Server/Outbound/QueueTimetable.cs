using System.Collections.Concurrent;
using MailAdmin.Contracts;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Outbound;

/// <summary>
/// Starts an attempt for each message when it is due. It keeps a few numbers a message, not the message. One task owns
/// all of it; what other threads report waits in a queue for that task.
/// </summary>
internal sealed class QueueTimetable(
    IMailQueue queue, NextHopFinder finder, DeliveryDispatcher dispatcher, TimeProvider timeProvider, ILogger logger)
    : IAsyncDisposable
{
    private static readonly TimeSpan MaxSleep = TimeSpan.FromMinutes(5);

    // The delay after an attempt that changed nothing in the queue: it failed inside and must not be repeated at once.
    private static readonly TimeSpan FaultDelay = TimeSpan.FromMinutes(1);

    private readonly Dictionary<long, Entry> entries = [];
    private readonly PriorityQueue<long, DateTimeOffset> order = new();
    private readonly ConcurrentQueue<QueueChange> changes = new();
    private readonly ConcurrentQueue<long> completed = new();
    private readonly SemaphoreSlim wake = new(0);
    private readonly CancellationTokenSource stopping = new();
    private IDisposable? watch;
    private Task running = Task.CompletedTask;

    public void Start()
    {
        watch = queue.Watch(OnChanges, out IReadOnlyList<QueueSchedule> schedules);
        foreach (QueueSchedule schedule in schedules)
        {
            Apply(new QueueChange(schedule.Id, schedule));
        }

        running = Task.Run(RunAsync);
    }

    public async ValueTask DisposeAsync()
    {
        watch?.Dispose();
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }

    private void OnChanges(IReadOnlyList<QueueChange> committed)
    {
        foreach (QueueChange change in committed)
        {
            changes.Enqueue(change);
        }

        wake.Release();
    }

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                ApplyChanges();
                await StartDueAsync();
                await SleepAsync();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (MailException failure)
            {
                OutboundLog.TimetableFaulted(logger, failure);
            }
        }
    }

    private void ApplyChanges()
    {
        while (changes.TryDequeue(out QueueChange change))
        {
            Apply(change);
        }

        while (completed.TryDequeue(out long id))
        {
            if (entries.TryGetValue(id, out Entry? entry))
            {
                entry.IsUnderWay = false;
                if (entry.Due == entry.StartedFor)
                {
                    entry.Due = timeProvider.GetUtcNow() + FaultDelay;
                }

                order.Enqueue(id, entry.Due);
            }
        }
    }

    private void Apply(QueueChange change)
    {
        if (change.Schedule is not { } schedule)
        {
            entries.Remove(change.Id);
            return;
        }

        if (!entries.TryGetValue(change.Id, out Entry? entry))
        {
            entry = new Entry();
            entries.Add(change.Id, entry);
        }

        entry.Schedule = schedule;
        entry.Due = schedule.NextAttempt;
        if (!schedule.Suspended && !entry.IsUnderWay)
        {
            order.Enqueue(change.Id, entry.Due);
        }
    }

    private async Task StartDueAsync()
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        while (order.TryPeek(out long id, out DateTimeOffset due) && due <= now)
        {
            order.Dequeue();

            // A message that changed since is in the order a second time.
            if (!entries.TryGetValue(id, out Entry? entry)
                || entry.Due != due || entry.IsUnderWay || entry.Schedule.Suspended)
            {
                continue;
            }

            NextHop hop = await finder.FindAsync(entry.Schedule.Domain, entry.Schedule.SenderDomain, stopping.Token);
            entry.IsUnderWay = true;
            entry.StartedFor = due;
            _ = RecordCompletionAsync(id, dispatcher.Enqueue(id, hop, isForced: false));
        }
    }

    private async Task RecordCompletionAsync(long id, Task attempt)
    {
        await attempt;
        completed.Enqueue(id);
        wake.Release();
    }

    private async Task SleepAsync()
    {
        TimeSpan sleep = order.TryPeek(out _, out DateTimeOffset due) ? due - timeProvider.GetUtcNow() : MaxSleep;
        if (sleep <= TimeSpan.Zero || !changes.IsEmpty || !completed.IsEmpty)
        {
            stopping.Token.ThrowIfCancellationRequested();
            return;
        }

        // A change of the system's clock is noticed after the longest sleep.
        using CancellationTokenSource limit = new(sleep < MaxSleep ? sleep : MaxSleep, timeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(
            limit.Token, stopping.Token);
        try
        {
            await wake.WaitAsync(either.Token);
            while (wake.CurrentCount > 0 && await wake.WaitAsync(TimeSpan.Zero, CancellationToken.None))
            {
                // Everything that has come is applied in one go.
            }
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // The next message is due.
        }
    }

    private sealed class Entry
    {
        public QueueSchedule Schedule { get; set; }

        public DateTimeOffset Due { get; set; }

        public DateTimeOffset StartedFor { get; set; }

        public bool IsUnderWay { get; set; }
    }
}
