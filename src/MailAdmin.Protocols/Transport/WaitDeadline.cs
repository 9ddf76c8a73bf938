namespace MailAdmin.Protocols.Transport;

/// <summary>Limits how long a connection waits, with one timer for its whole life.</summary>
/// <remarks>
/// A timer may fire when its wait is over already and the next has begun. So the moment that a wait may last to is kept
/// beside it, and a callback that comes before that moment only sets the timer again.
/// </remarks>
internal sealed class WaitDeadline : IAsyncDisposable
{
    private readonly TimeProvider timeProvider;
    private readonly Action cancelRead;
    private readonly Action cancelWrite;
    private readonly ITimer timer;
    private readonly Lock gate = new();
    private Wait current;
    private long start;
    private TimeSpan limit;

    public WaitDeadline(TimeProvider timeProvider, Action cancelRead, Action cancelWrite)
    {
        this.timeProvider = timeProvider;
        this.cancelRead = cancelRead;
        this.cancelWrite = cancelWrite;
        timer = timeProvider.CreateTimer(
            static state => ((WaitDeadline)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What is waited for.</summary>
    public enum Wait
    {
        /// <summary>Nothing.</summary>
        None,

        /// <summary>The client must send bytes.</summary>
        Read,

        /// <summary>The client must accept bytes.</summary>
        Write,
    }

    /// <summary>Whether a wait for the client's bytes was too long. Stays true.</summary>
    public bool HasPassed { get; private set; }

    /// <summary>A wait begins.</summary>
    public void Begin(Wait wait, TimeSpan timeout)
    {
        lock (gate)
        {
            current = wait;
            start = timeProvider.GetTimestamp();
            limit = timeout;
        }

        timer.Change(timeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The wait is over.</summary>
    public void End()
    {
        lock (gate)
        {
            current = Wait.None;
        }

        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public ValueTask DisposeAsync() => timer.DisposeAsync();

    private void OnTimer()
    {
        Action cancel;
        lock (gate)
        {
            if (current == Wait.None)
            {
                return;
            }

            TimeSpan left = limit - timeProvider.GetElapsedTime(start);
            if (left > TimeSpan.Zero)
            {
                // At least a millisecond: timers are coarser than timestamps, and zero would fire at once.
                timer.Change(left + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
                return;
            }

            HasPassed |= current == Wait.Read;
            cancel = current == Wait.Read ? cancelRead : cancelWrite;
        }

        // Outside the lock: the session may continue inside this call.
        cancel();
    }
}
