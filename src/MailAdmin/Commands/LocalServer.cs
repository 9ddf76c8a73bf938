using System.Net;
using MailAdmin.Contracts;

namespace MailAdmin.Commands;

/// <summary>What the local store knows about its own server.</summary>
internal sealed record LocalServer(string HostName, IReadOnlyList<MailListener> Listeners, bool ServesAddress)
{
    /// <summary>Asks the store; null: there is none.</summary>
    /// <param name="storePath">Where it would be; null: nowhere.</param>
    /// <param name="address">Whose domain may be of the store; null: nobody's.</param>
    /// <param name="isOptional">Whether a store that cannot be opened now counts as none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<LocalServer?> FindAsync(string? storePath, EmailAddress? address, bool isOptional, CancellationToken cancellationToken)
    {
        if (storePath is null)
        {
            return null;
        }

        try
        {
            OpenStore store = await Stores.OpenAsync(storePath, forListeners: false, cancellationToken);
            await using (store.Lease)
            {
                IMailAdministration administration = store.Administration;
                MailStore settings = await administration.GetStoreAsync(cancellationToken);
                IReadOnlyList<MailListener> listeners = await administration.GetListenersAsync(new ListenerFilter(), cancellationToken);
                bool serves = address is not null && await ServesAsync(administration, address.Domain, cancellationToken);
                return new LocalServer(settings.HostName, listeners, serves);
            }
        }
        catch (MailException exception) when (isOptional || exception.Error == MailError.StoreNotFound)
        {
            return null;
        }
    }

    /// <summary>Whether a server's name is that of this machine.</summary>
    public bool IsMe(string server) =>
        server.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || server.Equals(HostName, StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(server, out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>Where to connect to reach a listener from this machine.</summary>
    public static IPAddress AddressOf(MailListener listener)
    {
        IPAddress address = IPEndPoint.TryParse(listener.EndPoint, out IPEndPoint? endPoint) ? endPoint.Address : IPAddress.Loopback;
        if (address.Equals(IPAddress.Any))
        {
            return IPAddress.Loopback;
        }

        return address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;
    }

    private static async Task<bool> ServesAsync(IMailAdministration administration, DomainName name, CancellationToken cancellationToken)
    {
        await foreach (MailDomain domain in administration.GetDomainsAsync(null, cancellationToken))
        {
            if (domain.Name == name || domain.AliasDomain.Contains(name))
            {
                return true;
            }
        }

        return false;
    }
}
