using System.Net;
using MailAdmin.Requests;

namespace MailAdmin.Diagnostics.Local;

/// <summary>The server of the local store, as far as a diagnosis needs it.</summary>
/// <param name="HostName">Its name.</param>
/// <param name="Listeners">The listeners that run.</param>
public sealed record LocalServer(string HostName, IReadOnlyList<MailListener> Listeners)
{
    /// <summary>What takes the mail of the address that is asked about; null when its domain is elsewhere.</summary>
    public LocalAddress? Recipient { get; init; }

    /// <summary>Who logs on; the recipient when nobody does; null when the domain is elsewhere.</summary>
    public LocalAddress? User { get; init; }

    /// <summary>Asks the store.</summary>
    /// <param name="administration">The store.</param>
    /// <param name="recipient">The address that is asked about; null for none.</param>
    /// <param name="userName">The user name of a logon, which may be anything; null for none.</param>
    /// <param name="cancellationToken">A stop by the user.</param>
    public static async Task<LocalServer> AskAsync(
        IMailAdministration administration,
        EmailAddress? recipient,
        string? userName,
        CancellationToken cancellationToken)
    {
        MailStore store = await administration.SendAsync(new GetStore(), cancellationToken);
        IReadOnlyList<MailListener> listeners =
            await administration.SendAsync(new GetListeners(new ListenerFilter()), cancellationToken);
        List<MailDomain> domains = await administration.StreamAsync(new GetDomains(null), cancellationToken)
            .ToListAsync(cancellationToken);
        LocalAddressSearch search = new(administration, domains);
        LocalAddress? mail =
            recipient is null ? null : await search.FindRecipientAsync(recipient, cancellationToken);
        LocalAddress? user = userName is null ? mail
            : EmailAddress.TryParse(userName, out EmailAddress? address)
                ? await search.FindUserAsync(address, cancellationToken)
            : null;
        return new LocalServer(store.HostName, listeners) { Recipient = mail, User = user };
    }

    /// <summary>Whether a server's name is that of this machine.</summary>
    public bool IsMe(string server) =>
        server.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || server.Equals(HostName, StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(server, out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>The listener at a port; null when there is none.</summary>
    public MailListener? FindListener(int port) => Listeners.FirstOrDefault(listener => listener.Port == port);

    /// <summary>Where to connect to reach a listener from this machine.</summary>
    public static IPAddress AddressOf(MailListener listener)
    {
        IPAddress address = IPEndPoint.TryParse(listener.EndPoint, out IPEndPoint? endPoint)
            ? endPoint.Address
            : IPAddress.Loopback;
        if (address.Equals(IPAddress.Any))
        {
            return IPAddress.Loopback;
        }

        return address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;
    }
}
