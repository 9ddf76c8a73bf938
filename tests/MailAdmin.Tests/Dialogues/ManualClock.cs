using MailAdmin.Protocols.Transport;
using Microsoft.Extensions.Time.Testing;

namespace MailAdmin.Tests.Dialogues;

/// <summary>
/// A clock that stands still until it is advanced. Unlike its base it knows what waits for it, and the time of day may
/// jump while the time that elapses (<see cref="GetTimestamp"/>) goes on, as that of a machine does.
/// </summary>
internal sealed class ManualClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Lock gate = new();
    private readonly HashSet<TrackedTimer> timers = [];
    private readonly List<TimeSpan> delays = [];
    private long jumped;

    /// <summary>How long each delay was to last that began once; how often the clock was advanced does not matter.</summary>
    public IReadOnlyList<TimeSpan> Delays
    {
        get
        {
            lock (gate)
            {
                return [.. delays];
            }
        }
    }

    public override long GetTimestamp() => base.GetTimestamp() - Interlocked.Read(ref jumped);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        TrackedTimer timer = new(this, callback, state);
        timer.Start(base.CreateTimer(timer.Fire, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>
    /// Whether a delay would end if the clock were advanced so far; the deadline of a read is none, nor is what is done
    /// at intervals.
    /// </summary>
    public bool HasDelayWithin(TimeSpan step)
    {
        long end = GetTimestamp() + step.Ticks;
        lock (gate)
        {
            return timers.Any(timer => timer.IsDelay && timer.Due <= end);
        }
    }

    /// <summary>Sets the time of day forwards or backwards, as an administrator or NTP does; no timer fires.</summary>
    public void Jump(TimeSpan step)
    {
        Interlocked.Add(ref jumped, step.Ticks);
        AdjustTime(GetUtcNow() + step);
    }

    /// <summary>Lets time pass in which nothing runs, as while a process is stopped: no timer fires.</summary>
    public void Skip(TimeSpan step) => AdjustTime(GetUtcNow() + step);

    private sealed class TrackedTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private ITimer? inner;
        private TimeSpan period;

        public bool IsDelay => state is not WaitDeadline && period <= TimeSpan.Zero;

        public long Due { get; private set; }

        public void Start(ITimer timer) => inner = timer;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            this.period = period;
            Expect(dueTime);
            if (IsDelay && dueTime >= TimeSpan.Zero)
            {
                lock (clock.gate)
                {
                    clock.delays.Add(dueTime);
                }
            }

            return inner!.Change(dueTime, period);
        }

        public void Fire(object? given)
        {
            Expect(period > TimeSpan.Zero ? period : Timeout.InfiniteTimeSpan);
            callback(given);
        }

        public void Dispose()
        {
            Expect(Timeout.InfiniteTimeSpan);
            inner!.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Expect(TimeSpan dueTime)
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
                if (dueTime >= TimeSpan.Zero)
                {
                    Due = clock.GetTimestamp() + dueTime.Ticks;
                    clock.timers.Add(this);
                }
            }
        }
    }
}
