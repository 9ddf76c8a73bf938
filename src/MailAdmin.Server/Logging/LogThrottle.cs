namespace MailAdmin.Server.Logging;

/// <summary>
/// Limits how many entries of one kind are logged in a minute, so that a client that repeats itself neither fills the
/// log with one line nor rolls out the others.
/// </summary>
internal sealed class LogThrottle(TimeProvider timeProvider)
{
    /// <summary>How many entries of a kind are logged in a minute.</summary>
    public const int MaxPerMinute = 600;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<(string Category, int EventId), Count> counts = [];

    /// <summary>Counts an entry. Returns whether it may be logged.</summary>
    /// <param name="category">The part of the server.</param>
    /// <param name="eventId">The kind.</param>
    /// <param name="leftOut">How many of the kind were left out before, when this is the first one after them.</param>
    public bool TryEnter(string category, int eventId, out int leftOut)
    {
        long now = timeProvider.GetTimestamp();
        lock (gate)
        {
            if (!counts.TryGetValue((category, eventId), out Count count)
                || timeProvider.GetElapsedTime(count.Started, now) >= Window)
            {
                leftOut = Math.Max(0, count.Number - MaxPerMinute);
                counts[(category, eventId)] = new Count(now, 1);
                return true;
            }

            leftOut = 0;
            counts[(category, eventId)] = count with { Number = count.Number + 1 };
            return count.Number < MaxPerMinute;
        }
    }

    private readonly record struct Count(long Started, int Number);
}
