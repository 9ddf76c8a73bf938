namespace MailAdmin.Server.Outbound;

/// <summary>The messages that wait for one next hop, and what is known about it.</summary>
/// <remarks>Its lists are guarded by the lock of <see cref="DeliveryQueues"/>, its failure by a lock of its
/// own.</remarks>
internal sealed class HopQueue(NextHop hop)
{
    private readonly Lock gate = new();
    private HopFailure? failure;
    private long failed;
    private TimeSpan failureLasts;

    /// <summary>Where it leads; the newest settings win.</summary>
    public NextHop Hop { get; set; } = hop;

    /// <summary>The messages without a worker.</summary>
    public Queue<QueuedDelivery> Waiting { get; } = new();

    /// <summary>Workers that keep a connection open without a message; true lets one continue, false ends it.</summary>
    public List<TaskCompletionSource<bool>> Idle { get; } = [];

    /// <summary>The number of workers, idle ones included.</summary>
    public int Workers { get; set; }

    /// <summary>Whether it waits for a connection slot.</summary>
    public bool IsWaitingForSlot { get; set; }

    /// <summary>Whether it was reached lately, so that it may have more than one connection.</summary>
    public bool IsProven { get; private set; }

    /// <summary>
    /// The reason why it cannot be reached, or null when it may be tried. What elapsed counts, not the time of day, so
    /// that a clock that is set does not change how long that is.
    /// </summary>
    public HopFailure? FindFailure(TimeProvider timeProvider)
    {
        lock (gate)
        {
            return failure is not null && timeProvider.GetElapsedTime(failed) < failureLasts ? failure : null;
        }
    }

    /// <summary>Records the result of a connection; null means success.</summary>
    /// <param name="outcome">Why it failed.</param>
    /// <param name="timestamp">When, by <see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <param name="memory">How long the next hop is not tried again.</param>
    public void RecordConnection(HopFailure? outcome, long timestamp, TimeSpan memory)
    {
        lock (gate)
        {
            if (outcome is { ConcernsAll: false })
            {
                return;
            }

            failure = outcome;
            IsProven = outcome is null;

            // A permanent failure is found again at once, and may be fixed at any time.
            failed = timestamp;
            failureLasts = outcome is { IsPermanent: false } ? memory : TimeSpan.Zero;
        }
    }
}
