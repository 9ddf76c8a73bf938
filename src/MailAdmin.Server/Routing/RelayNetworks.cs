using System.Net;
using MailAdmin.Contracts;
using MailAdmin.Server.Network;

namespace MailAdmin.Server.Routing;

/// <summary>
/// The networks whose hosts may send to other domains without a logon: RelayNetwork of the store. An invalid entry
/// matches nothing.
/// </summary>
internal sealed class RelayNetworks(IDirectory directory)
{
    private (IReadOnlyList<string> Given, IPNetwork[] Read)? known;

    public async ValueTask<bool> ContainAsync(IPAddress address, CancellationToken cancellationToken)
    {
        StoreSettings settings = await directory.GetSettingsAsync(cancellationToken);
        if (settings.RelayNetwork.Count == 0)
        {
            return false;
        }

        IPAddress plain = address.Unmapped();
        return Array.Exists(Read(settings.RelayNetwork), network => network.Contains(plain));
    }

    // Parsed once for all sessions until the settings change.
    private IPNetwork[] Read(IReadOnlyList<string> given)
    {
        if (known is { } read && ReferenceEquals(read.Given, given))
        {
            return read.Read;
        }

        IPNetwork[] networks = [.. given.Select(TryRead).OfType<IPNetwork>()];
        known = (given, networks);
        return networks;
    }

    // An address alone is a network of one.
    private static IPNetwork? TryRead(string text)
    {
        if (IPNetwork.TryParse(text, out IPNetwork network))
        {
            return network;
        }

        return !text.Contains('/', StringComparison.Ordinal) && IPAddress.TryParse(text, out IPAddress? address)
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : null;
    }
}
