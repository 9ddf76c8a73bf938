using System.Collections.Concurrent;
using MailAdmin.Contracts;

namespace MailAdmin.Server.Routing;

/// <summary>
/// Counts the recipients that accounts send to in any 24 hours, by hours. The counts are in memory: a restart clears
/// them, so that an account may send more, never less. The hours are those that elapsed, so that a clock that is set
/// neither clears a count nor keeps it.
/// </summary>
internal sealed class SendLimit(TimeProvider timeProvider)
{
    private const int Hours = 24;
    private readonly ConcurrentDictionary<AccountId, Window> windows = new();

    // A day before the first hour, so that the empty entries of a window are old.
    private readonly long started = timeProvider.GetTimestamp();

    /// <summary>Whether an account may send to some more recipients, without counting them.</summary>
    public bool Allows(AccountRecord account, int recipients) =>
        account.MaxSendPerDay is not { } most || CountOf(account.Id) + (long)recipients <= most;

    /// <summary>Counts recipients if they are allowed.</summary>
    public bool TryTake(AccountRecord account, int recipients)
    {
        if (account.MaxSendPerDay is not { } most)
        {
            return true;
        }

        Window window = windows.GetOrAdd(account.Id, static _ => new Window());
        lock (window)
        {
            long hour = Hour;
            if (window.Sum(hour) + recipients > most)
            {
                return false;
            }

            window.Add(hour, recipients);
            return true;
        }
    }

    /// <summary>Returns what was counted for a message that was not accepted after all.</summary>
    public void Return(AccountRecord account, int recipients)
    {
        if (windows.TryGetValue(account.Id, out Window? window))
        {
            lock (window)
            {
                window.Add(Hour, -recipients);
            }
        }
    }

    private long Hour => Hours + (long)timeProvider.GetElapsedTime(started).TotalHours;

    private long CountOf(AccountId account)
    {
        if (!windows.TryGetValue(account, out Window? window))
        {
            return 0;
        }

        lock (window)
        {
            return window.Sum(Hour);
        }
    }

    private sealed class Window
    {
        private readonly (long Hour, int Count)[] hours = new (long, int)[Hours];

        public long Sum(long now) => hours.Where(entry => now - entry.Hour < Hours).Sum(entry => (long)entry.Count);

        public void Add(long now, int count)
        {
            ref (long Hour, int Count) entry = ref hours[now % Hours];
            entry = entry.Hour == now ? (now, entry.Count + count) : (now, Math.Max(0, count));
        }
    }
}
