using MailAdmin.Protocols.Transport;

namespace MailAdmin.Tests.Dialogues;

/// <summary>A clock that stands still until it is advanced, with the timers that belong to it.</summary>
internal sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ManualTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Whether a delay would end if the clock were advanced so far; the deadline of a read is none.</summary>
    public bool HasDelayWithin(TimeSpan step)
    {
        lock (gate)
        {
            return timers.Any(timer => timer.IsDelay && timer.Due <= now + step);
        }
    }

    /// <summary>Moves the clock on and fires nothing yet, as when a process that was stopped goes on.</summary>
    public void Skip(TimeSpan step)
    {
        lock (gate)
        {
            now += step;
        }
    }

    /// <summary>Moves the clock on and fires what falls due, in order.</summary>
    public void Advance(TimeSpan step)
    {
        DateTimeOffset end = GetUtcNow() + step;
        while (true)
        {
            ManualTimer? next;
            lock (gate)
            {
                next = timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
                now = next is null ? end : next.Due > now ? next.Due : now;
                if (next is null)
                {
                    return;
                }

                next.Rearm();
            }

            next.Fire();
        }
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period;

        public bool IsDelay => state is not WaitDeadline;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
                this.period = period;
                if (dueTime >= TimeSpan.Zero)
                {
                    Due = clock.now + dueTime;
                    clock.timers.Add(this);
                }
            }

            return true;
        }

        public void Rearm() => Change(period > TimeSpan.Zero ? period : Timeout.InfiniteTimeSpan, period);

        public void Fire() => callback(state);

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
