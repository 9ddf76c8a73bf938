using System.Collections.Concurrent;
using System.Net;
using MailAdmin.Server.Network;

namespace MailAdmin.Server.Logon;

/// <summary>
/// Counts failed logons of each client address and blocks those with too many. A right password does not clear the
/// count: otherwise the owner of one account could try passwords for the others without a limit.
/// </summary>
internal sealed class LogonThrottle(TimeProvider timeProvider)
{
    // From this number on expired records are removed; an attacker with many addresses must not fill the memory.
    private const int PruneAt = 50_000;
    private readonly ConcurrentDictionary<IPAddress, Record> records = new();

    public bool IsBlocked(IPAddress address) =>
        records.TryGetValue(ClientAddress.KeyOf(address), out Record? record)
        && record.BlockedUntil > timeProvider.GetUtcNow();

    /// <summary>Counts a failure.</summary>
    /// <returns>The end of the block when this failure starts one, otherwise null.</returns>
    public DateTimeOffset? CountFailure(IPAddress address, int limit, TimeSpan blockDuration)
    {
        if (limit <= 0)
        {
            return null;
        }

        DateTimeOffset now = timeProvider.GetUtcNow();
        if (records.Count >= PruneAt)
        {
            Prune(now);
        }

        Record record = records.AddOrUpdate(
            ClientAddress.KeyOf(address),
            static (_, arguments) => Record.First(arguments),
            static (_, current, arguments) => current.Next(arguments),
            new Failure(now, limit, blockDuration));
        return record.BlockedUntil > now && record.Failures == limit ? record.BlockedUntil : null;
    }

    private void Prune(DateTimeOffset now)
    {
        foreach ((IPAddress address, Record record) in records)
        {
            if (record.ExpiresAt <= now)
            {
                records.TryRemove(KeyValuePair.Create(address, record));
            }
        }
    }

    private readonly record struct Failure(DateTimeOffset Now, int Limit, TimeSpan BlockDuration);

    private sealed record Record(int Failures, DateTimeOffset ExpiresAt, DateTimeOffset BlockedUntil)
    {
        public static Record First(Failure failure)
        {
            DateTimeOffset until = failure.Now + failure.BlockDuration;
            return new Record(1, until, failure.Limit == 1 ? until : default);
        }

        public Record Next(Failure failure)
        {
            if (ExpiresAt <= failure.Now)
            {
                return First(failure);
            }

            int failures = Failures + 1;
            DateTimeOffset until = failure.Now + failure.BlockDuration;
            return failures >= failure.Limit ? new Record(failures, until, until) : this with { Failures = failures };
        }
    }
}
