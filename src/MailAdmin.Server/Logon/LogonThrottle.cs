using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace MailAdmin.Server.Logon;

/// <summary>
/// Counts failed logons of each client address and blocks those with too many. An IPv6 client is known by its /64, since
/// it can take any address in there. A right password does not clear the count: else whoever has one account could
/// guess at the others for ever.
/// </summary>
internal sealed class LogonThrottle(TimeProvider timeProvider)
{
    // Beyond this, addresses whose time is over are forgotten; an attacker with many addresses must not fill the memory.
    private const int PruneAt = 50_000;
    private readonly ConcurrentDictionary<IPAddress, Record> records = new();

    /// <summary>What stands for the client of an address.</summary>
    public static IPAddress KeyOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address))
        {
            return address;
        }

        byte[] octets = address.GetAddressBytes();
        octets.AsSpan(8).Clear();
        return new IPAddress(octets);
    }

    public bool IsBlocked(IPAddress address) =>
        records.TryGetValue(KeyOf(address), out Record? record) && record.BlockedUntil > timeProvider.GetUtcNow();

    /// <summary>Counts a failure.</summary>
    /// <returns>Until when the address is blocked, when this failure was the one too many; null: it is not.</returns>
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
            KeyOf(address),
            static (_, arguments) => Record.First(arguments),
            static (_, current, arguments) => current.Next(arguments),
            new Failure(now, limit, blockDuration));
        return record.BlockedUntil > now && record.Failures == limit ? record.BlockedUntil : null;
    }

    private void Prune(DateTimeOffset now)
    {
        foreach ((IPAddress address, Record record) in records)
        {
            if (record.ForgetAt <= now)
            {
                records.TryRemove(KeyValuePair.Create(address, record));
            }
        }
    }

    private readonly record struct Failure(DateTimeOffset Now, int Limit, TimeSpan BlockDuration);

    private sealed record Record(int Failures, DateTimeOffset ForgetAt, DateTimeOffset BlockedUntil)
    {
        public static Record First(Failure failure) =>
            new(1, failure.Now + failure.BlockDuration, failure.Limit == 1 ? failure.Now + failure.BlockDuration : default);

        public Record Next(Failure failure)
        {
            if (ForgetAt <= failure.Now)
            {
                return First(failure);
            }

            int failures = Failures + 1;
            DateTimeOffset until = failure.Now + failure.BlockDuration;
            return failures >= failure.Limit ? new Record(failures, until, until) : this with { Failures = failures };
        }
    }
}
