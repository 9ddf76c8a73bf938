using System.Net;
using DnsClient;
using DnsClient.Protocol;

namespace MailAdmin.Dns;

/// <summary>
/// Finds where mail goes by the DNS: MX records and their order, the implicit MX, the null MX, loops to this host.
/// RFC 5321 §5.1; RFC 7505 §3; RFC 3463 §3.2, §3.5 (status codes).
/// </summary>
public sealed class MailExchangers : IMailExchangers
{
    private readonly DnsResolver resolver;
    private readonly DnsLimits limits;

    /// <summary>Asks given name servers, or those of the system.</summary>
    /// <param name="nameServers">Gives them as they are now, as address or address:port; an empty list means those of the system.</param>
    /// <param name="limits">Time and memory.</param>
    /// <param name="timeProvider">The clock.</param>
    public MailExchangers(Func<CancellationToken, ValueTask<IReadOnlyList<string>>> nameServers, DnsLimits limits, TimeProvider timeProvider)
    {
        this.limits = limits;
        resolver = new DnsResolver(nameServers, limits, timeProvider);
    }

    /// <inheritdoc/>
    public async ValueTask<MailRoute> FindAsync(DomainName domain, OwnHost self, CancellationToken cancellationToken)
    {
        DnsAnswer answer = await resolver.AskAsync(domain.Ascii, QueryType.MX, cancellationToken);
        switch (answer.Kind)
        {
            case DnsAnswerKind.Failed:
                return MailRoute.To(new RouteFailure(false, "4.4.3", $"The DNS could not be asked: {answer.Problem}"));
            case DnsAnswerKind.NoName:
                return MailRoute.To(new RouteFailure(true, "5.1.2", $"The domain {domain.Unicode} does not exist"));
            case DnsAnswerKind.NoData:
                return await FindAsync(domain, [(domain.Ascii, 0)], self, isImplicit: true, cancellationToken);
        }

        List<MxRecord> records = [.. answer.Records.OfType<MxRecord>()];
        if (records.TrueForAll(record => NameOf(record).Length == 0))
        {
            return MailRoute.To(new RouteFailure(true, "5.1.10", $"The domain {domain.Unicode} takes no mail (null MX)"));
        }

        // Equal preferences in random order. A name that cannot be a host's, or is an address, is passed over.
        (string Name, int Preference)[] hosts = [.. records.Select(record => (Name: NameOf(record), Preference: (int)record.Preference))
            .Where(host => IsHostName(host.Name))];
        Random.Shared.Shuffle(hosts);
        return await FindAsync(
            domain, [.. hosts.OrderBy(host => host.Preference).DistinctBy(host => host.Name)], self, isImplicit: false, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<MailRoute> FindHostAsync(DomainName host, CancellationToken cancellationToken) =>
        FindAsync(host, [(host.Ascii, 0)], new OwnHost(null, []), isImplicit: false, cancellationToken);

    private async ValueTask<MailRoute> FindAsync(
        DomainName domain, IReadOnlyList<(string Name, int Preference)> hosts, OwnHost self, bool isImplicit, CancellationToken cancellationToken)
    {
        // We know our own name without asking, also when we are behind the hosts that are looked up.
        int own = hosts.Where(host => self.Is(host.Name, [])).Select(host => host.Preference).DefaultIfEmpty(int.MaxValue).Min();
        Host[] found = await Task.WhenAll(hosts.Where(host => host.Preference < own).Take(limits.Hosts)
            .Select(host => LookUpAsync(host.Name, host.Preference, cancellationToken)));
        own = found.Where(host => self.Is(host.Name, host.Addresses)).Select(host => host.Preference).Append(own).Min();

        // Whoever is as good as we are, or worse, would send it back to us. RFC 5321 §5.1
        List<Host> better = [.. found.Where(host => host.Preference < own)];
        List<MailExchanger> usable = [.. better.Where(host => host.Addresses.Count > 0)
            .Select(host => new MailExchanger(host.Name, host.Preference, host.Addresses))];
        if (usable.Count > 0)
        {
            return new MailRoute(usable, isImplicit, null);
        }

        if (better.Find(host => host.Problem is not null) is { } unknown)
        {
            return MailRoute.To(new RouteFailure(false, "4.4.3", $"The DNS could not be asked: {unknown.Problem}"));
        }

        return MailRoute.To(own < int.MaxValue && better.Count == 0
            ? new RouteFailure(true, "5.4.6", $"The mail of {domain.Unicode} leads back to this host, which does not take it")
            : new RouteFailure(true, "5.4.4", isImplicit
                ? $"The domain {domain.Unicode} has neither MX nor address records"
                : $"No mail server of {domain.Unicode} has an address"));
    }

    private async Task<Host> LookUpAsync(string name, int preference, CancellationToken cancellationToken)
    {
        Task<DnsAnswer> asking = resolver.AskAsync(name, QueryType.A, cancellationToken).AsTask();
        DnsAnswer six = await resolver.AskAsync(name, QueryType.AAAA, cancellationToken);
        DnsAnswer four = await asking;

        // By turns, so that neither family hides the other behind the limit or behind a broken network.
        IPAddress[] newer = [.. six.Records.OfType<AaaaRecord>().Select(record => record.Address)];
        IPAddress[] older = [.. four.Records.OfType<ARecord>().Select(record => record.Address)];
        List<IPAddress> addresses = [];
        for (int i = 0; i < Math.Max(newer.Length, older.Length); i++)
        {
            addresses.AddRange(newer.Skip(i).Take(1));
            addresses.AddRange(older.Skip(i).Take(1));
        }

        return new Host(name, preference, [.. addresses.Take(limits.AddressesPerHost)], addresses.Count > 0 ? null : six.Problem ?? four.Problem);
    }

    private static string NameOf(MxRecord record) => DnsResolver.NameOf(record.Exchange);

    private static bool IsHostName(string name) => !IPAddress.TryParse(name, out _) && DomainName.TryParse(name, out _);

    private sealed record Host(string Name, int Preference, IReadOnlyList<IPAddress> Addresses, string? Problem);
}
