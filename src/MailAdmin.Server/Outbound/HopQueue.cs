namespace MailAdmin.Server.Outbound;

/// <summary>The messages that wait for one next hop, and what is known about it. Its lists belong to <see cref="DeliveryDispatcher"/> and its lock.</summary>
internal sealed class HopQueue(NextHop hop)
{
    private readonly Lock gate = new();
    private HopFailure? failure;
    private DateTimeOffset failureEnds;

    /// <summary>Where it leads; the newest settings win.</summary>
    public NextHop Hop { get; set; } = hop;

    /// <summary>What waits.</summary>
    public Queue<QueuedDelivery> Waiting { get; } = new();

    /// <summary>Workers that have a connection and nothing to do; true: go on, false: end.</summary>
    public List<TaskCompletionSource<bool>> Idle { get; } = [];

    /// <summary>How many work for it, idle ones too.</summary>
    public int Workers { get; set; }

    /// <summary>Whether it waits for a connection to become free.</summary>
    public bool IsStarving { get; set; }

    /// <summary>Whether it was reached lately, so that it is worth more than one connection.</summary>
    public bool IsProven { get; private set; }

    /// <summary>Why it cannot be reached; null: it may be tried.</summary>
    public HopFailure? FindFailure(DateTimeOffset now)
    {
        lock (gate)
        {
            return now < failureEnds ? failure : null;
        }
    }

    /// <summary>Notes how a connection came out.</summary>
    public void Note(HopFailure? outcome, DateTimeOffset until)
    {
        lock (gate)
        {
            if (outcome is { ConcernsAll: false })
            {
                return;
            }

            failure = outcome;
            IsProven = outcome is null;

            // What is permanent is found again at once, and may be put right at once.
            failureEnds = outcome is { IsPermanent: false } ? until : default;
        }
    }
}
