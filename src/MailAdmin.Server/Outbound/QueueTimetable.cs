using System.Collections.Concurrent;
using MailAdmin.Contracts;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Outbound;

/// <summary>
/// Hands each message on when its time has come. Keeps a few numbers a message, not the message. One task owns all of it;
/// what others have to tell waits in a queue for that task.
/// </summary>
internal sealed class QueueTimetable(IMailQueue queue, NextHopFinder finder, DeliveryDispatcher lanes, TimeProvider timeProvider, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(5);

    // When an attempt has left no trace in the queue: it failed inside, and must not be repeated at once.
    private static readonly TimeSpan AfterFault = TimeSpan.FromMinutes(1);

    private readonly Dictionary<long, Entry> entries = [];
    private readonly PriorityQueue<long, DateTimeOffset> order = new();
    private readonly ConcurrentQueue<QueueChange> changes = new();
    private readonly ConcurrentQueue<long> landed = new();
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
                TakeNews();
                await HandOnAsync();
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

    private void TakeNews()
    {
        while (changes.TryDequeue(out QueueChange change))
        {
            Apply(change);
        }

        while (landed.TryDequeue(out long id))
        {
            if (entries.TryGetValue(id, out Entry? entry))
            {
                entry.IsInFlight = false;
                if (entry.Due == entry.TakenAt)
                {
                    entry.Due = timeProvider.GetUtcNow() + AfterFault;
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
        if (!schedule.Suspended && !entry.IsInFlight)
        {
            order.Enqueue(change.Id, entry.Due);
        }
    }

    private async Task HandOnAsync()
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        while (order.TryPeek(out long id, out DateTimeOffset due) && due <= now)
        {
            order.Dequeue();

            // What has changed since is in the order a second time.
            if (!entries.TryGetValue(id, out Entry? entry) || entry.Due != due || entry.IsInFlight || entry.Schedule.Suspended)
            {
                continue;
            }

            NextHop hop = await finder.FindAsync(entry.Schedule.Domain, entry.Schedule.SenderDomain, stopping.Token);
            entry.IsInFlight = true;
            entry.TakenAt = due;
            _ = ReportAsync(id, lanes.Enqueue(id, hop, isForced: false));
        }
    }

    private async Task ReportAsync(long id, Task flight)
    {
        await flight;
        landed.Enqueue(id);
        wake.Release();
    }

    private async Task SleepAsync()
    {
        TimeSpan sleep = order.TryPeek(out _, out DateTimeOffset due) ? due - timeProvider.GetUtcNow() : LongestSleep;
        if (sleep <= TimeSpan.Zero || !changes.IsEmpty || !landed.IsEmpty)
        {
            stopping.Token.ThrowIfCancellationRequested();
            return;
        }

        // A clock that is set anew is noticed after the longest sleep.
        using CancellationTokenSource limit = new(sleep < LongestSleep ? sleep : LongestSleep, timeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping.Token);
        try
        {
            await wake.WaitAsync(either.Token);
            while (wake.CurrentCount > 0 && await wake.WaitAsync(TimeSpan.Zero, CancellationToken.None))
            {
                // All that has come is looked at in one go.
            }
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // It is time.
        }
    }

    private sealed class Entry
    {
        public QueueSchedule Schedule { get; set; }

        public DateTimeOffset Due { get; set; }

        public DateTimeOffset TakenAt { get; set; }

        public bool IsInFlight { get; set; }
    }
}
