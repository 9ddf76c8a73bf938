using System.Net;
using DnsClient;
using DnsClient.Protocol;

namespace MailAdmin.Dns;

/// <summary>What the DNS says of the name of a host.</summary>
public enum HostLookupKind
{
    /// <summary>It has addresses.</summary>
    Found,

    /// <summary>The name exists, without an address.</summary>
    NoAddress,

    /// <summary>The name does not exist, its domain does.</summary>
    NoHost,

    /// <summary>The whole domain does not exist.</summary>
    NoDomain,

    /// <summary>A name server answered that it failed.</summary>
    Failed,

    /// <summary>No name server answered.</summary>
    NoAnswer,
}

/// <summary>The answer to the question for a host.</summary>
/// <param name="Kind">What the DNS says.</param>
/// <param name="Addresses">Its addresses, in the order in which to try them.</param>
/// <param name="Problem">Why it is not known; empty: it is.</param>
public sealed record HostLookupAnswer(HostLookupKind Kind, IReadOnlyList<IPAddress> Addresses, string Problem);

/// <summary>
/// Looks the name of a host up in the DNS alone, and tells apart what a system's resolver makes one error of.
/// RFC 1035 §4.1.1 (NXDOMAIN), RFC 2308 §2 (names without such records)
/// </summary>
/// <param name="nameServers">Whom to ask, as address or address:port; empty: those of the system.</param>
/// <param name="timeout">How long it may take in all.</param>
/// <param name="timeProvider">The clock.</param>
public sealed class HostLookup(IReadOnlyList<string> nameServers, TimeSpan timeout, TimeProvider timeProvider)
{
    private readonly DnsResolver resolver = new(
        _ => ValueTask.FromResult(nameServers),
        new DnsLimits { ServerTimeout = timeout / 2, QuestionTimeout = timeout, Retries = 1 },
        timeProvider);

    /// <summary>Asks for both families of addresses side by side.</summary>
    public async Task<HostLookupAnswer> FindAsync(DomainName host, CancellationToken cancellationToken)
    {
        Task<DnsAnswer> asking = resolver.AskAsync(host.Ascii, QueryType.AAAA, cancellationToken).AsTask();
        DnsAnswer four = await resolver.AskAsync(host.Ascii, QueryType.A, cancellationToken);
        DnsAnswer six = await asking;
        IPAddress[] addresses =
        [
            .. six.Records.OfType<AaaaRecord>().Select(record => record.Address),
            .. four.Records.OfType<ARecord>().Select(record => record.Address),
        ];
        if (addresses.Length > 0)
        {
            return new HostLookupAnswer(HostLookupKind.Found, addresses, "");
        }

        // A server may fail for one family only; what it says of the other is true.
        DnsAnswer told = four.IsNone ? four : six.IsNone ? six : four;
        return told.Kind switch
        {
            DnsAnswerKind.NoData => new HostLookupAnswer(HostLookupKind.NoAddress, [], ""),
            DnsAnswerKind.NoName => new HostLookupAnswer(await FindMissingAsync(host, cancellationToken), [], ""),
            _ => new HostLookupAnswer(told.WasAnswered ? HostLookupKind.Failed : HostLookupKind.NoAnswer, [], told.Problem ?? ""),
        };
    }

    /// <summary>Where a name does not exist, whether it is only the host.</summary>
    private async Task<HostLookupKind> FindMissingAsync(DomainName host, CancellationToken cancellationToken)
    {
        string domain = RegisteredName.Of(host);
        if (domain == host.Ascii)
        {
            return HostLookupKind.NoDomain;
        }

        DnsAnswer answer = await resolver.AskAsync(domain, QueryType.SOA, cancellationToken);
        return answer.Kind == DnsAnswerKind.NoName ? HostLookupKind.NoDomain : HostLookupKind.NoHost;
    }
}
