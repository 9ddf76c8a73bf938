using System.Net;
using System.Net.Sockets;
using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>
/// Looks up the name of the server as every program on this machine does, and then, when that finds nothing, in the DNS
/// itself, which says why. RFC 6761 §6.3 (localhost); RFC 2308 §2 (names without such records)
/// </summary>
internal sealed class ResolveCheck() : ConnectionCheck(MailTestLayer.Dns)
{
    /// <summary>Whether there is a name to look up at all.</summary>
    public static bool IsNeeded(ConnectionTestRequest request) =>
        request.ConnectAddress is null && !IPAddress.TryParse(request.Server, out _);

    public override async Task<CheckOutcome> RunAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        ConnectionTestRequest request = context.Request;
        bool asksSystem = request.NameServer.Count == 0
            || request.Server.Equals("localhost", StringComparison.OrdinalIgnoreCase);
        SystemAnswer system = asksSystem
            ? await AskSystemAsync(context, cancellationToken)
            : new SystemAnswer([], null);
        if (system.Addresses.Count > 0)
        {
            return Found(context, system.Addresses);
        }

        if (!DomainName.TryParse(request.Server, out DomainName? host)
            || !host.Ascii.Contains('.', StringComparison.Ordinal))
        {
            return CheckOutcome.Fail(
                system.IsUnanswered ? MailTestCode.ResolverUnreachable : MailTestCode.HostNotFound);
        }

        DnsLookup dns = new(
            request.NameServer, DnsLimits.Within(Timeouts.Lookup(request.Timeout)), context.TimeProvider);
        DnsResult<IPAddress> answer;
        bool isDomainMissing = false;
        try
        {
            answer = await AskDnsAsync(dns, host, cancellationToken);
            isDomainMissing = answer.Outcome == DnsOutcome.NoName
                && await IsDomainMissingAsync(dns, host, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // ConnectionTest tells a timeout from a stop by the user; here a timeout has a name of its own.
            answer = new DnsResult<IPAddress>(DnsOutcome.NoAnswer, [], null);
        }

        context.Transcript.AddRemark($"DNS: {answer.Outcome} {answer.Problem}".TrimEnd());
        return Evaluate(context, RegisteredName.Of(host), answer, isDomainMissing, system);
    }

    private static CheckOutcome Evaluate(
        ConnectionContext context,
        string domain,
        DnsResult<IPAddress> answer,
        bool isDomainMissing,
        SystemAnswer system)
    {
        if (answer.Outcome is DnsOutcome.NoName or DnsOutcome.ServerFailed)
        {
            context.UnknownDomain = domain;
        }

        switch (answer.Outcome)
        {
            case DnsOutcome.Found when system.SaysNo:
                // A name that only the DNS knows is of no use to the programs of this machine.
                context.Transcript.AddRemark($"the DNS has {string.Join(", ", answer.Records)}");
                return CheckOutcome.Fail(MailTestCode.HostNotFound);
            case DnsOutcome.Found:
                return Found(context, answer.Records);
            case DnsOutcome.NoData:
                return CheckOutcome.Fail(MailTestCode.HostNotFound, "NoAddress");
            case DnsOutcome.NoName:
                return isDomainMissing
                    ? CheckOutcome.Fail(MailTestCode.DomainNotFound, ("domain", domain))
                    : CheckOutcome.Fail(MailTestCode.HostNotFound);
            case DnsOutcome.ServerFailed:
                return CheckOutcome.Fail(
                    MailTestCode.ResolverUnreachable, "Failed", ("problem", answer.Problem ?? ""));
            default:
                IReadOnlyList<string> given = context.Request.NameServer;
                return system.SaysNo
                    ? CheckOutcome.Fail(MailTestCode.HostNotFound)
                    : CheckOutcome.Fail(
                        MailTestCode.ResolverUnreachable,
                        given.Count > 0 ? "Given" : "",
                        ("nameServers", string.Join(", ", given)));
        }
    }

    private static async Task<SystemAnswer> AskSystemAsync(
        ConnectionContext context, CancellationToken cancellationToken)
    {
        try
        {
            // It may wait for name servers longer than a check may take, and leave no time to ask why.
            return await Deadline.RunAsync(
                context.Request.Timeout / 2,
                context.TimeProvider,
                async token =>
                    new SystemAnswer(await context.Resolver.ResolveAsync(context.Request.Server, token), null),
                new SystemAnswer([], SocketError.TimedOut),
                cancellationToken);
        }
        catch (SocketException e)
        {
            context.Transcript.AddRemark(e.Message);
            return new SystemAnswer([], e.SocketErrorCode);
        }
    }

    /// <summary>Asks for both families of addresses side by side.</summary>
    private static async Task<DnsResult<IPAddress>> AskDnsAsync(
        DnsLookup dns, DomainName host, CancellationToken cancellationToken)
    {
        DnsResult<IPAddress>[] both = await Task.WhenAll(
            dns.AddressesAsync(host.Ascii, AddressFamily.InterNetworkV6, cancellationToken),
            dns.AddressesAsync(host.Ascii, AddressFamily.InterNetwork, cancellationToken));
        IPAddress[] addresses = [.. both.SelectMany(result => result.Records)];

        // A server may fail for one family only; its answer about the other is reliable.
        return addresses.Length > 0
            ? new DnsResult<IPAddress>(DnsOutcome.Found, addresses, null)
            : Array.FindLast(both, result => result.IsNone) ?? both[1];
    }

    private static async Task<bool> IsDomainMissingAsync(
        DnsLookup dns, DomainName host, CancellationToken cancellationToken)
    {
        string domain = RegisteredName.Of(host);
        return domain == host.Ascii
            || (await dns.NameServersAsync(domain, cancellationToken)).Outcome == DnsOutcome.NoName;
    }

    private static CheckOutcome Found(ConnectionContext context, IReadOnlyList<IPAddress> addresses)
    {
        string text = string.Join(", ", addresses);
        context.Addresses = addresses;
        context.Transcript.AddRemark(text);
        return CheckOutcome.Pass("Dns", ("addresses", text));
    }

    private sealed record SystemAnswer(IReadOnlyList<IPAddress> Addresses, SocketError? Error)
    {
        public bool SaysNo => Error is SocketError.HostNotFound or SocketError.NoData;

        public bool IsUnanswered => Error is SocketError.TryAgain or SocketError.NoRecovery or SocketError.TimedOut;
    }
}
