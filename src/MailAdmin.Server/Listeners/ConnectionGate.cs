using System.Collections.Concurrent;
using System.Net;
using MailAdmin.Contracts;
using MailAdmin.Server.Logon;

namespace MailAdmin.Server.Listeners;

/// <summary>
/// Counts open connections, of all listeners together and of each client address, and keeps the limits. An IPv6 client
/// is known by its /64, as for failed logons.
/// </summary>
internal sealed class ConnectionGate
{
    private readonly ConcurrentDictionary<IPAddress, int> perAddress = new();
    private int total;

    /// <summary>Whether one more may come in; false: says which limit is reached.</summary>
    public bool TryEnter(IPAddress address, StoreSettings settings, out string reachedLimit)
    {
        if (Interlocked.Increment(ref total) > settings.MaxConnections)
        {
            Interlocked.Decrement(ref total);
            reachedLimit = nameof(settings.MaxConnections);
            return false;
        }

        if (perAddress.AddOrUpdate(LogonThrottle.KeyOf(address), 1, static (_, count) => count + 1) > settings.MaxConnectionsPerAddress)
        {
            Leave(address);
            reachedLimit = nameof(settings.MaxConnectionsPerAddress);
            return false;
        }

        reachedLimit = "";
        return true;
    }

    /// <summary>Makes the place of a connection that came in one that is given back once, however often it is asked to.</summary>
    public Place PlaceOf(IPAddress address) => new(this, address);

    private void Leave(IPAddress address)
    {
        Interlocked.Decrement(ref total);
        IPAddress key = LogonThrottle.KeyOf(address);
        int left = perAddress.AddOrUpdate(key, 0, static (_, count) => count - 1);
        if (left <= 0)
        {
            // Only if it is still 0: another connection may just have come in.
            perAddress.TryRemove(KeyValuePair.Create(key, left));
        }
    }

    /// <summary>The place of one connection.</summary>
    internal sealed class Place(ConnectionGate gate, IPAddress address) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
            {
                gate.Leave(address);
            }
        }
    }
}
