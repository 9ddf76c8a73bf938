using System.Collections.Concurrent;
using System.Net;
using MailAdmin.Contracts;
using MailAdmin.Server.Network;

namespace MailAdmin.Server.Listeners;

/// <summary>
/// Counts open connections, of all listeners together and of each client address, and keeps the limits.
/// </summary>
internal sealed class ConnectionGate
{
    private readonly ConcurrentDictionary<IPAddress, int> perAddress = new();
    private int total;

    /// <summary>Adds a connection, or returns false and the limit that is reached.</summary>
    public bool TryEnter(IPAddress address, StoreSettings settings, out string reachedLimit)
    {
        if (Interlocked.Increment(ref total) > settings.MaxConnections)
        {
            Interlocked.Decrement(ref total);
            reachedLimit = nameof(settings.MaxConnections);
            return false;
        }

        int ofAddress = perAddress.AddOrUpdate(ClientAddress.KeyOf(address), 1, static (_, count) => count + 1);
        if (ofAddress > settings.MaxConnectionsPerAddress)
        {
            Leave(address);
            reachedLimit = nameof(settings.MaxConnectionsPerAddress);
            return false;
        }

        reachedLimit = "";
        return true;
    }

    /// <summary>
    /// Returns the slot of a connection that was added; disposing it more than once releases it once.
    /// </summary>
    public Slot SlotOf(IPAddress address) => new(this, address);

    private void Leave(IPAddress address)
    {
        Interlocked.Decrement(ref total);
        IPAddress key = ClientAddress.KeyOf(address);
        int left = perAddress.AddOrUpdate(key, 0, static (_, count) => count - 1);
        if (left <= 0)
        {
            // Only if it is still 0: another connection may just have come in.
            perAddress.TryRemove(KeyValuePair.Create(key, left));
        }
    }

    /// <summary>The slot of one connection.</summary>
    internal sealed class Slot(ConnectionGate gate, IPAddress address) : IDisposable
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
