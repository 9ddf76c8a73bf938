using System.Collections.Concurrent;
using System.Net;
using MailAdmin.Contracts;
using MailAdmin.Server.Network;

namespace MailAdmin.Server.Logon;

/// <summary>
/// The networks from which accounts logged on last: somebody who guesses the password of an account comes from
/// elsewhere. In memory; after a restart the directory still knows the last one of each account.
/// </summary>
internal sealed class KnownNetworks
{
    private const int MaxAccounts = 50_000;

    // Home, office, phone and a few others.
    private const int MaxNetworks = 8;
    private readonly ConcurrentDictionary<AccountId, IPAddress[]> networks = new();

    /// <summary>Whether an account logged on from the network of an address.</summary>
    public bool Contains(AccountId account, IPAddress address) =>
        networks.TryGetValue(account, out IPAddress[]? known) && known.Contains(ClientAddress.KeyOf(address));

    /// <summary>Records a logon.</summary>
    public void Add(AccountId account, IPAddress address)
    {
        IPAddress network = ClientAddress.KeyOf(address);
        if (networks.TryGetValue(account, out IPAddress[]? known) && known[0].Equals(network))
        {
            return;
        }

        if (networks.Count >= MaxAccounts)
        {
            networks.Clear();
        }

        networks.AddOrUpdate(
            account,
            static (_, added) => [added],
            static (_, current, added) =>
                [added, .. current.Where(other => !other.Equals(added)).Take(MaxNetworks - 1)],
            network);
    }
}
