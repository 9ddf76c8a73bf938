using System.Collections.Concurrent;
using MailAdmin.Contracts;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Outbound;

/// <summary>
/// Starts an attempt for each message when it is due. It keeps a few numbers a message, not the message. One task owns
/// all of it; what other threads report waits in a queue for that task.
/// </summary>
/// <remarks>
/// Invariants: a message that is neither suspended nor under way is in the order, whatever fails; none waits longer
/// than the longest time between two attempts, wherever the clock was when its time was set, unless its sender asked
/// for a later release (RFC 4865).
/// </remarks>
internal sealed class QueueTimetable(
    IMailQueue queue, NextHopFinder finder, DeliveryDispatcher dispatcher, TimeProvider timeProvider, ILogger logger)
    : IAsyncDisposable
{
    // A change of the system's clock is noticed after this time.
    private static readonly TimeSpan MaxSleep = TimeSpan.FromMinutes(5);

    // The delay after something that failed inside and must not be repeated at once.
    private static readonly TimeSpan FaultDelay = TimeSpan.FromMinutes(1);

    private readonly Dictionary<long, Entry> entries = [];
    private readonly PriorityQueue<long, DateTimeOffset> order = new();
    private readonly ConcurrentQueue<QueueChange> changes = new();
    private readonly ConcurrentQueue<long> completed = new();
    private readonly SemaphoreSlim wake = new(0);
    private readonly CancellationTokenSource stopping = new();
    private DateTimeOffset lastNow;
    private IDisposable? watch;
    private Task running = Task.CompletedTask;

    public void Start()
    {
        lastNow = timeProvider.GetUtcNow();
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
                LimitWaits();
                ApplyChanges();
                await StartDueAsync();
                await SleepAsync();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Mail must go on; the pause keeps a lasting fault from using up the processor.
                OutboundLog.TimetableFaulted(logger, failure);
                await Task.Delay(FaultDelay, timeProvider, stopping.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // After the clock went back, what was to wait for minutes would wait for as long as it went back.
    private void LimitWaits()
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        TimeSpan back = lastNow - now;
        lastNow = now;
        if (back <= TimeSpan.Zero)
        {
            return;
        }

        OutboundLog.ClockWentBack(logger, back);
        foreach ((long id, Entry entry) in entries)
        {
            DateTimeOffset limited = Limit(entry.Due);
            if (limited != entry.Due && !entry.IsUnderWay && !entry.Schedule.Suspended)
            {
                Schedule(id, entry, limited);
            }
        }
    }

    private DateTimeOffset Limit(DateTimeOffset due)
    {
        DateTimeOffset latest = timeProvider.GetUtcNow() + RetryTimes.Longest;
        return due < latest ? due : latest;
    }

    private void Schedule(long id, Entry entry, DateTimeOffset due)
    {
        entry.Due = due;
        order.Enqueue(id, due);
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
                bool isUnchanged = entry.Due == entry.StartedFor;
                Schedule(id, entry, isUnchanged ? timeProvider.GetUtcNow() + FaultDelay : Limit(entry.Due));
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
            entry = new Entry { Added = timeProvider.GetTimestamp() };
            entries.Add(change.Id, entry);
        }

        entry.Schedule = schedule;
        entry.Due = Limit(schedule.NextAttempt);
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

            try
            {
                await StartAsync(id, entry, now);
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                OutboundLog.HopNotFound(logger, id, failure);
                Schedule(id, entry, now + FaultDelay);
            }
        }
    }

    private async ValueTask StartAsync(long id, Entry entry, DateTimeOffset now)
    {
        if (entry.Schedule.NextAttempt > now && await FindReleaseAsync(id, entry, now) is { } release)
        {
            Schedule(id, entry, Limit(release));
            return;
        }

        NextHop hop = await finder.FindAsync(entry.Schedule.Domain, entry.Schedule.SenderDomain, stopping.Token);
        Task attempt = dispatcher.Enqueue(id, hop, isForced: false);
        entry.IsUnderWay = true;
        entry.StartedFor = entry.Due;
        _ = RecordCompletionAsync(id, attempt);
    }

    /// <summary>
    /// The time until which the sender wants a message held, no later than after the time that it asked for; null: it
    /// may go. RFC 4865 §4
    /// </summary>
    private async ValueTask<DateTimeOffset?> FindReleaseAsync(long id, Entry entry, DateTimeOffset now)
    {
        if (await queue.FindAsync(id, stopping.Token) is not { Options.HoldUntil: { } hold } item)
        {
            return null;
        }

        DateTimeOffset latest = now + (hold - item.Queued - timeProvider.GetElapsedTime(entry.Added));
        DateTimeOffset release = hold < latest ? hold : latest;
        return release > now ? release : null;
    }

    private async Task RecordCompletionAsync(long id, Task attempt)
    {
        await attempt.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

        /// <summary>When it is looked at next: its next attempt, or before that when that is far away.</summary>
        public DateTimeOffset Due { get; set; }

        public DateTimeOffset StartedFor { get; set; }

        public bool IsUnderWay { get; set; }

        /// <summary>When this timetable first knew of it, by the time that elapses.</summary>
        public long Added { get; init; }
    }
}
