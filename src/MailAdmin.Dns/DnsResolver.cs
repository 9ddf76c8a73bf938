using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;

namespace MailAdmin.Dns;

/// <summary>
/// Asks name servers over UDP, and over TCP when an answer was truncated (RFC 7766 §5), follows aliases and caches the
/// answers. It never throws for what a server answers or does not answer; that is a failed answer.
/// </summary>
internal sealed class DnsResolver(
    Func<CancellationToken, ValueTask<IReadOnlyList<string>>> nameServers, DnsLimits limits, TimeProvider timeProvider)
{
    private const int DnsPort = 53;
    private static readonly string Timeout = WrittenReason.Of("Written.DnsTimeout");
    private readonly DnsCache cache = new(limits.MaxCachedAnswers, timeProvider);
    private Client? current;

    /// <summary>Asks for the records of a name.</summary>
    /// <param name="name">In A-labels, without a final dot.</param>
    /// <param name="type">The type.</param>
    /// <param name="cancellationToken">Stops the question.</param>
    public async ValueTask<DnsAnswer> AskAsync(string name, QueryType type, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> servers = await nameServers(cancellationToken);
        if (current is not { } client || !client.Servers.SequenceEqual(servers, StringComparer.Ordinal))
        {
            // Other servers may see another DNS.
            cache.Clear();
            client = Connect(servers);
            current = client;
        }

        if (cache.Find(name, type) is { } known)
        {
            return known;
        }

        if (client.Lookup is not { } lookup)
        {
            return DnsAnswer.FailedBecause(DnsOutcome.NoAnswer, client.Problem!);
        }

        DnsAnswer answer = await FollowAsync(lookup, name, type, cancellationToken);
        cache.Add(name, type, answer);
        return answer;
    }

    /// <summary>A name in lower-case A-labels, without the final dot; the library gives U-labels.</summary>
    public static string NameOf(DnsString name)
    {
        string text = name.Value.TrimEnd('.').ToLowerInvariant();
        return !System.Text.Ascii.IsValid(text) && DomainName.TryParse(text, out DomainName? parsed)
            ? parsed.Ascii
            : text;
    }

    private async Task<DnsAnswer> FollowAsync(
        LookupClient lookup, string name, QueryType type, CancellationToken cancellationToken)
    {
        TimeSpan lifetime = limits.MaxPositiveLifetime;
        string asked = name;
        for (int aliases = 0; aliases <= limits.MaxAliases;)
        {
            (IDnsQueryResponse? response, DnsOutcome failure, string? problem) =
                await AskOnceAsync(lookup, asked, type, cancellationToken);
            if (response is null)
            {
                return DnsAnswer.FailedBecause(failure, WrittenReason.Of("Written.About", $"{asked} {type}", problem));
            }

            // A recursive server sends the chain and the records at its end; what it leaves out is asked for.
            string target = asked;
            while (type != QueryType.CNAME && aliases <= limits.MaxAliases && AliasOf(response, target) is { } alias)
            {
                lifetime = Shorter(lifetime, alias.InitialTimeToLive);
                target = NameOf(alias.CanonicalName);
                aliases++;
            }

            List<DnsResourceRecord> records = [.. response.Answers
                .Where(record => (int)record.RecordType == (int)type && NameOf(record.DomainName) == target)];
            if (records.Count > 0)
            {
                return new DnsAnswer(
                    DnsOutcome.Found,
                    records,
                    records.Aggregate(lifetime, (time, record) => Shorter(time, record.InitialTimeToLive)));
            }

            if (response.Header.ResponseCode == DnsHeaderResponseCode.NotExistentDomain)
            {
                return DnsAnswer.None(DnsOutcome.NoName, NegativeLifetime(response, lifetime));
            }

            if (target == asked)
            {
                return DnsAnswer.None(DnsOutcome.NoData, NegativeLifetime(response, lifetime));
            }

            asked = target;
        }

        return DnsAnswer.FailedBecause(
            DnsOutcome.ServerFailed, WrittenReason.Of("Written.DnsAliases", name, limits.MaxAliases));
    }

    private async Task<(IDnsQueryResponse? Response, DnsOutcome Failure, string? Problem)> AskOnceAsync(
        LookupClient lookup, string name, QueryType type, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(limits.QuestionTimeout, timeProvider);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            IDnsQueryResponse response = await lookup.QueryAsync(name + ".", type, QueryClass.IN, either.Token);
            DnsHeaderResponseCode code = response.Header.ResponseCode;
            return code is DnsHeaderResponseCode.NoError or DnsHeaderResponseCode.NotExistentDomain
                ? (response, default, null)
                : (null, DnsOutcome.ServerFailed, WrittenReason.Of("Written.DnsResponse", code));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, DnsOutcome.NoAnswer, Timeout);
        }
        catch (Exception failure) when (failure is DnsResponseException or SocketException or IOException
            or InvalidOperationException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            // The library's parser throws the last three for malformed answers.
            cancellationToken.ThrowIfCancellationRequested();
            bool isTimeout = failure is DnsResponseException { Code: DnsResponseCode.ConnectionTimeout };
            bool isNetwork = isTimeout
                || failure is SocketException or IOException
                || failure.InnerException is SocketException or IOException;
            string problem = isTimeout ? Timeout : failure.Message.ReplaceLineEndings(" ");
            return (null, isNetwork ? DnsOutcome.NoAnswer : DnsOutcome.ServerFailed, problem);
        }
    }

    private Client Connect(IReadOnlyList<string> servers)
    {
        List<NameServer> endPoints = [];
        foreach (string server in servers)
        {
            if (!IPEndPoint.TryParse(server, out IPEndPoint? endPoint))
            {
                return new Client(servers, null, WrittenReason.Of("Written.DnsBadServer", server));
            }

            endPoints.Add(new NameServer(endPoint.Address, endPoint.Port == 0 ? DnsPort : endPoint.Port));
        }

        try
        {
            LookupClientOptions options = endPoints.Count > 0 ? new([.. endPoints]) : new();
            options.UseCache = false;
            options.UseTcpFallback = true;
            options.ThrowDnsErrors = false;
            options.ContinueOnDnsError = true;
            options.ContinueOnEmptyResponse = false;
            options.Timeout = limits.ServerTimeout;
            options.Retries = limits.Retries;
            options.UseRandomNameServer = false;
            return new Client(servers, new LookupClient(options), null);
        }
        catch (InvalidOperationException failure)
        {
            return new Client(servers, null, WrittenReason.Of("Written.DnsNoServer", failure.Message));
        }
    }

    /// <summary>How long the absence of records may be cached.</summary>
    private TimeSpan NegativeLifetime(IDnsQueryResponse response, TimeSpan lifetime)
    {
        // Without an SOA record the answer must not be cached. RFC 2308 §5
        if (response.Authorities.OfType<SoaRecord>().FirstOrDefault() is not { } authority)
        {
            return TimeSpan.Zero;
        }

        TimeSpan longest = lifetime < limits.MaxNegativeLifetime ? lifetime : limits.MaxNegativeLifetime;
        return Shorter(Shorter(longest, authority.InitialTimeToLive), (long)authority.Minimum);
    }

    private static CNameRecord? AliasOf(IDnsQueryResponse response, string name) =>
        response.Answers.OfType<CNameRecord>().FirstOrDefault(record => NameOf(record.DomainName) == name);

    private static TimeSpan Shorter(TimeSpan time, long seconds)
    {
        TimeSpan other = TimeSpan.FromSeconds(Math.Max(0, seconds));
        return other < time ? other : time;
    }

    private sealed record Client(IReadOnlyList<string> Servers, LookupClient? Lookup, string? Problem);
}
