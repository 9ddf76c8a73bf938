using System.Net;
using System.Net.Sockets;

namespace MailAdmin.Dns;

/// <summary>
/// Finds the servers of a domain by the DNS: MX records and their order, the implicit MX, the null MX, loops to this
/// host. RFC 5321 §5.1; RFC 7505 §3; RFC 3463 §3.2, §3.5 (status codes).
/// </summary>
public sealed class MailExchangers : IMailExchangers
{
    private readonly DnsLookup dns;
    private readonly DnsLimits limits;

    /// <summary>Asks given name servers, or those of the system.</summary>
    /// <param name="nameServers">
    /// Gives the present name servers, as address or address:port; empty for those of the system.
    /// </param>
    /// <param name="limits">The limits of time and memory.</param>
    /// <param name="timeProvider">The clock.</param>
    public MailExchangers(
        Func<CancellationToken, ValueTask<IReadOnlyList<string>>> nameServers,
        DnsLimits limits,
        TimeProvider timeProvider)
    {
        this.limits = limits;
        dns = new DnsLookup(nameServers, limits, timeProvider);
    }

    /// <inheritdoc/>
    public async ValueTask<MailRoute> FindAsync(DomainName domain, OwnHost self, CancellationToken cancellationToken)
    {
        DnsResult<MxEntry> mx = await dns.MxAsync(domain.Ascii, cancellationToken);
        if (mx.IsUnknown)
        {
            return Unknown(mx.Problem);
        }

        if (mx.Outcome == DnsOutcome.NoName)
        {
            return Failed("5.1.2", WrittenReason.Of("Written.DomainMissing", domain.Unicode));
        }

        if (mx.Outcome == DnsOutcome.NoData)
        {
            return await FindAsync(domain, [new MxEntry(0, domain.Ascii)], self, isImplicit: true, cancellationToken);
        }

        if (mx.Records.All(entry => entry.Host.Length == 0))
        {
            return Failed("5.1.10", WrittenReason.Of("Written.NullMx", domain.Unicode));
        }

        // Equal preferences in random order. A name that cannot be a host's, or is an address, is ignored.
        MxEntry[] hosts = [.. mx.Records.Where(entry => IsHostName(entry.Host))];
        Random.Shared.Shuffle(hosts);
        return await FindAsync(
            domain,
            [.. hosts.OrderBy(host => host.Preference).DistinctBy(host => host.Host)],
            self,
            isImplicit: false,
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<MailRoute> FindHostAsync(DomainName host, CancellationToken cancellationToken) =>
        FindAsync(host, [new MxEntry(0, host.Ascii)], new OwnHost(null, []), isImplicit: false, cancellationToken);

    private async ValueTask<MailRoute> FindAsync(
        DomainName domain,
        IReadOnlyList<MxEntry> hosts,
        OwnHost self,
        bool isImplicit,
        CancellationToken cancellationToken)
    {
        // Our own name is known without asking, also when it is beyond the limit of hosts.
        int own = hosts.Where(host => self.Is(host.Host, []))
            .Select(host => host.Preference)
            .DefaultIfEmpty(int.MaxValue)
            .Min();
        Host[] found = await Task.WhenAll(hosts.Where(host => host.Preference < own)
            .Take(limits.MaxHosts)
            .Select(host => LookUpAsync(host, cancellationToken)));
        own = found.Where(host => self.Is(host.Name, host.Addresses))
            .Select(host => host.Preference)
            .Append(own)
            .Min();

        // Hosts of equal or higher preference number would send it back to us. RFC 5321 §5.1
        Host[] better = [.. found.Where(host => host.Preference < own)];
        MailExchanger[] usable =
        [
            .. better.Where(host => host.Addresses.Count > 0)
                .Select(host => new MailExchanger(host.Name, host.Preference, host.Addresses)),
        ];
        if (usable.Length > 0)
        {
            return new MailRoute(usable, isImplicit, null);
        }

        if (better.FirstOrDefault(host => host.Problem is not null) is { } unknown)
        {
            return Unknown(unknown.Problem);
        }

        if (own < int.MaxValue && better.Length == 0)
        {
            return Failed("5.4.6", WrittenReason.Of("Written.MailLoop", domain.Unicode));
        }

        return Failed("5.4.4", isImplicit
            ? WrittenReason.Of("Written.NoMailServer", domain.Unicode)
            : WrittenReason.Of("Written.NoMailServerAddress", domain.Unicode));
    }

    private async Task<Host> LookUpAsync(MxEntry entry, CancellationToken cancellationToken)
    {
        DnsResult<IPAddress>[] both = await Task.WhenAll(
            dns.AddressesAsync(entry.Host, AddressFamily.InterNetworkV6, cancellationToken),
            dns.AddressesAsync(entry.Host, AddressFamily.InterNetwork, cancellationToken));

        // In turns, so that neither family hides the other behind the limit or behind a broken network.
        IPAddress[] addresses =
        [
            .. both.SelectMany(result => result.Records.Select((address, index) => (address, index)))
                .OrderBy(item => item.index)
                .Select(item => item.address),
        ];
        string? problem = addresses.Length > 0 ? null : both[0].Problem ?? both[1].Problem;
        return new Host(entry.Host, entry.Preference, [.. addresses.Take(limits.MaxAddressesPerHost)], problem);
    }

    private static MailRoute Unknown(string? problem) =>
        MailRoute.Failed(new RouteFailure(false, "4.4.3", WrittenReason.Of("Written.DnsUnanswered", problem)));

    private static MailRoute Failed(string statusCode, string reason) =>
        MailRoute.Failed(new RouteFailure(true, statusCode, reason));

    private static bool IsHostName(string name) => !IPAddress.TryParse(name, out _) && DomainName.TryParse(name, out _);

    private sealed record Host(string Name, int Preference, IReadOnlyList<IPAddress> Addresses, string? Problem);
}
