using System.Collections.Concurrent;

namespace MailAdmin.Server.Logon;

/// <summary>
/// Counts failed logons by a key. Invariants: it has no more entries than its capacity, whatever clients send; times
/// are those that elapse, so that a clock that is set neither ends a block nor makes it longer.
/// </summary>
/// <param name="capacity">
/// The most entries. At that number expired ones go, then those with the fewest failures.
/// </param>
/// <param name="timeProvider">The clock.</param>
internal sealed class FailureTable<TKey>(int capacity, TimeProvider timeProvider)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, FailureEntry> entries = new();
    private readonly long started = timeProvider.GetTimestamp();
    private readonly Lock trimming = new();

    private TimeSpan Now => timeProvider.GetElapsedTime(started);

    /// <summary>How many keys have failures.</summary>
    public int Count => entries.Count;

    /// <summary>The failures of a key that count now; null: none.</summary>
    public FailureEntry? Find(TKey key) =>
        entries.TryGetValue(key, out FailureEntry? entry) && entry.Expires > Now ? entry : null;

    /// <summary>
    /// Counts a failure. Failures count together within a time that begins with the first; from the limit on each one
    /// begins it anew.
    /// </summary>
    public FailureEntry Add(TKey key, int limit, TimeSpan duration, FailureCause cause)
    {
        if (entries.Count >= capacity)
        {
            Trim();
        }

        TimeSpan now = Now;
        return entries.AddOrUpdate(
            key,
            static (_, added) => new FailureEntry(1, added.Now, added.Now + added.Duration, added.Cause),
            static (_, current, added) => current.Expires <= added.Now
                ? new FailureEntry(1, added.Now, added.Now + added.Duration, added.Cause)
                : current with
                {
                    Failures = current.Failures + 1,
                    Expires = current.Failures + 1 >= added.Limit ? added.Now + added.Duration : current.Expires,
                    Last = added.Cause,
                },
            (Now: now, Limit: limit, Duration: duration, Cause: cause));
    }

    /// <summary>Forgets the failures of a key; false when there are none.</summary>
    public bool Remove(TKey key) => entries.TryRemove(key, out FailureEntry? entry) && entry.Expires > Now;

    /// <summary>All that have a number of failures or more, with the times of day that theirs are now.</summary>
    public IEnumerable<(TKey Key, FailureEntry Entry, DateTimeOffset Since, DateTimeOffset Until)> List(int limit)
    {
        TimeSpan elapsed = Now;
        DateTimeOffset now = timeProvider.GetUtcNow();
        return entries
            .Where(pair => pair.Value.Expires > elapsed && pair.Value.Failures >= limit)
            .Select(pair => (
                pair.Key, pair.Value, now - (elapsed - pair.Value.Began), now + (pair.Value.Expires - elapsed)));
    }

    // One thread at a time; those that come meanwhile go on, so the capacity is exceeded by no more than their number.
    private void Trim()
    {
        if (!trimming.TryEnter())
        {
            return;
        }

        try
        {
            TimeSpan now = Now;
            KeyValuePair<TKey, FailureEntry>[] all = entries.ToArray();
            int kept = capacity - (capacity / 4);
            foreach ((TKey key, _) in all
                .OrderByDescending(pair => pair.Value.Expires > now)
                .ThenByDescending(pair => pair.Value.Failures)
                .ThenByDescending(pair => pair.Value.Expires)
                .SkipWhile((pair, index) => index < kept && pair.Value.Expires > now))
            {
                entries.TryRemove(key, out _);
            }
        }
        finally
        {
            trimming.Exit();
        }
    }
}

/// <summary>The failures of a key; its times are those since the start of its table.</summary>
/// <param name="Failures">How many.</param>
/// <param name="Began">When the first was.</param>
/// <param name="Expires">When they no longer count.</param>
/// <param name="Last">The last.</param>
internal sealed record FailureEntry(int Failures, TimeSpan Began, TimeSpan Expires, FailureCause Last);

/// <summary>Which logon failed.</summary>
/// <param name="UserName">What the client named, as an address of this store when it is one.</param>
/// <param name="ClientAddress">Where it came from.</param>
/// <param name="Protocol">By which protocol.</param>
internal readonly record struct FailureCause(string UserName, string ClientAddress, MailProtocol Protocol);
