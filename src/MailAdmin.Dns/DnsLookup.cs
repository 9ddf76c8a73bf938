using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;

namespace MailAdmin.Dns;

/// <summary>Asks the DNS, and distinguishes missing records from questions that failed. Names are A-labels.</summary>
public sealed class DnsLookup
{
    private readonly DnsResolver resolver;

    /// <summary>Asks given name servers, or those of the system.</summary>
    /// <param name="nameServers">Each as address or address:port; empty for those of the system.</param>
    /// <param name="limits">The limits of time and memory.</param>
    /// <param name="timeProvider">The clock.</param>
    public DnsLookup(IReadOnlyList<string> nameServers, DnsLimits limits, TimeProvider timeProvider)
        : this(_ => ValueTask.FromResult(nameServers), limits, timeProvider)
    {
    }

    /// <summary>Asks the name servers that a setting names at the time.</summary>
    internal DnsLookup(
        Func<CancellationToken, ValueTask<IReadOnlyList<string>>> nameServers,
        DnsLimits limits,
        TimeProvider timeProvider) =>
        resolver = new DnsResolver(nameServers, limits, timeProvider);

    /// <summary>Whether a text names a server that can be asked: an IP address, with a port if need be.</summary>
    public static bool IsNameServer(string text) => IPEndPoint.TryParse(text, out _);

    /// <summary>The bytes or nibbles of an address in reverse. RFC 1035 §3.5, RFC 3596 §2.5</summary>
    public static string ReverseLabels(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? string.Join('.', address.GetAddressBytes().Reverse())
        : string.Join('.', Convert.ToHexStringLower(address.GetAddressBytes()).Reverse());

    /// <summary>The mail servers of a domain, best first.</summary>
    public async Task<DnsResult<MxEntry>> MxAsync(string name, CancellationToken cancellationToken)
    {
        DnsResult<MxEntry> result = await AskAsync<MxRecord, MxEntry>(
            name, QueryType.MX, record =>
                new MxEntry(record.Preference, DnsResolver.NameOf(record.Exchange)), cancellationToken);
        return result with
        {
            Records =
            [
                .. result.Records.OrderBy(entry => entry.Preference).ThenBy(
                    entry => entry.Host, StringComparer.Ordinal),
            ],
        };
    }

    /// <summary>The addresses of a host in one family.</summary>
    public Task<DnsResult<IPAddress>> AddressesAsync(
        string name, AddressFamily family, CancellationToken cancellationToken) =>
        family == AddressFamily.InterNetworkV6
            ? AskAsync<AaaaRecord, IPAddress>(name, QueryType.AAAA, record => record.Address, cancellationToken)
            : AskAsync<ARecord, IPAddress>(name, QueryType.A, record => record.Address, cancellationToken);

    /// <summary>The addresses of a host in both families; unknown only when neither is found and one failed.</summary>
    public async Task<DnsResult<IPAddress>> AddressesAsync(string name, CancellationToken cancellationToken)
    {
        Task<DnsResult<IPAddress>> asking = AddressesAsync(name, AddressFamily.InterNetwork, cancellationToken);
        DnsResult<IPAddress> six = await AddressesAsync(name, AddressFamily.InterNetworkV6, cancellationToken);
        DnsResult<IPAddress> four = await asking;
        IPAddress[] all = [.. four.Records, .. six.Records];
        return all.Length > 0 ? new DnsResult<IPAddress>(DnsOutcome.Found, all, null) : six.IsUnknown ? six : four;
    }

    /// <summary>The texts of a name, each joined from its strings. RFC 7208 §3.3</summary>
    public Task<DnsResult<string>> TextsAsync(string name, CancellationToken cancellationToken) =>
        AskAsync<TxtRecord, string>(name, QueryType.TXT, record => string.Concat(record.Text), cancellationToken);

    /// <summary>Where a service is, best first.</summary>
    public async Task<DnsResult<ServiceEntry>> ServicesAsync(string name, CancellationToken cancellationToken)
    {
        DnsResult<ServiceEntry> result = await AskAsync<SrvRecord, ServiceEntry>(
            name,
            QueryType.SRV,
            record => new ServiceEntry(record.Priority, record.Weight, record.Port, DnsResolver.NameOf(record.Target)),
            cancellationToken);
        return result with
        {
            Records = [.. result.Records.OrderBy(entry => entry.Priority).ThenByDescending(entry => entry.Weight)],
        };
    }

    /// <summary>The certificates that a service may have.</summary>
    public Task<DnsResult<TlsaEntry>> TlsaAsync(string name, CancellationToken cancellationToken) =>
        AskAsync<TlsaRecord, TlsaEntry>(
            name,
            QueryType.TLSA,
            record => new TlsaEntry(
                (int)record.CertificateUsage,
                (int)record.Selector,
                (int)record.MatchingType,
                Convert.ToHexStringLower([.. record.CertificateAssociationData])),
            cancellationToken);

    /// <summary>The names of an address.</summary>
    public Task<DnsResult<string>> NamesAsync(IPAddress address, CancellationToken cancellationToken) =>
        AskAsync<PtrRecord, string>(
            ReverseLabels(address)
                + (address.AddressFamily == AddressFamily.InterNetwork ? ".in-addr.arpa" : ".ip6.arpa"),
            QueryType.PTR,
            record => DnsResolver.NameOf(record.PtrDomainName),
            cancellationToken);

    /// <summary>What a name is an alias of; the alias is not followed.</summary>
    public Task<DnsResult<string>> AliasAsync(string name, CancellationToken cancellationToken) =>
        AskAsync<CNameRecord, string>(
            name, QueryType.CNAME, record => DnsResolver.NameOf(record.CanonicalName), cancellationToken);

    /// <summary>The name servers of a zone.</summary>
    public Task<DnsResult<string>> NameServersAsync(string name, CancellationToken cancellationToken) =>
        AskAsync<NsRecord, string>(name, QueryType.NS, record => DnsResolver.NameOf(record.NSDName), cancellationToken);

    private async Task<DnsResult<T>> AskAsync<TRecord, T>(
        string name, QueryType type, Func<TRecord, T> read, CancellationToken cancellationToken)
        where TRecord : DnsResourceRecord
    {
        DnsAnswer answer = await resolver.AskAsync(name.TrimEnd('.').ToLowerInvariant(), type, cancellationToken);
        return new DnsResult<T>(answer.Outcome, [.. answer.Records.OfType<TRecord>().Select(read)], answer.Problem);
    }
}
