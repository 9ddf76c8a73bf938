using System.Net;
using System.Net.Sockets;
using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>
/// Looks the name of the server up: as every program on this machine does, and where that leads nowhere in the DNS
/// itself, which says why. RFC 6761 §6.3 (localhost)
/// </summary>
internal sealed class ResolveCheck : IConnectionCheck
{
    public MailTestLayer Layer => MailTestLayer.Dns;

    /// <summary>Whether there is a name to look up at all.</summary>
    public static bool IsNeeded(ConnectionTestRequest request) =>
        request.ConnectAddress is null && !IPAddress.TryParse(request.Server, out _);

    public CheckOutcome? ReasonToSkip(ConnectionContext context) => null;

    public async Task<CheckOutcome> RunAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        bool asksSystem = context.Request.NameServer.Count == 0 || context.Request.Server.Equals("localhost", StringComparison.OrdinalIgnoreCase);
        SystemAnswer system = asksSystem ? await AskSystemAsync(context, cancellationToken) : new SystemAnswer([], null);
        if (system.Addresses.Count > 0)
        {
            return Found(context, system.Addresses);
        }

        if (!DomainName.TryParse(context.Request.Server, out DomainName? host) || !host.Ascii.Contains('.', StringComparison.Ordinal))
        {
            return asksSystem && system.IsUnanswered
                ? CheckOutcome.Fail(MailTestCode.ResolverUnreachable)
                : CheckOutcome.Fail(MailTestCode.HostNotFound);
        }

        HostLookup lookup = new(context.Request.NameServer, Timeouts.Lookup(context.Request.Timeout), context.TimeProvider);
        HostLookupAnswer answer;
        try
        {
            answer = await lookup.FindAsync(host, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The chain tells a time-out from a stop by the user; here a time-out has a name of its own.
            answer = new HostLookupAnswer(HostLookupKind.NoAnswer, [], "");
        }

        return Judge(context, host, answer, system);
    }

    private static CheckOutcome Judge(ConnectionContext context, DomainName host, HostLookupAnswer answer, SystemAnswer system)
    {
        context.Transcript.Note($"DNS: {answer.Kind} {answer.Problem}".TrimEnd());

        string domain = RegisteredName.Of(host);
        switch (answer.Kind)
        {
            case HostLookupKind.Found when system.SaysNo:
                // A name that only the DNS knows is of no use to the programs of this machine.
                context.Transcript.Note($"the DNS has {Join(answer.Addresses)}");
                return CheckOutcome.Fail(MailTestCode.HostNotFound);
            case HostLookupKind.Found:
                return Found(context, answer.Addresses);
            case HostLookupKind.NoAddress:
                return CheckOutcome.Fail(MailTestCode.HostNotFound, "NoAddress");
            case HostLookupKind.NoHost:
                context.UnknownDomain = domain;
                return CheckOutcome.Fail(MailTestCode.HostNotFound);
            case HostLookupKind.NoDomain:
                context.UnknownDomain = domain;
                return CheckOutcome.Fail(MailTestCode.DomainNotFound, "", ("domain", domain));
            case HostLookupKind.Failed:
                context.UnknownDomain = domain;
                return CheckOutcome.Fail(MailTestCode.ResolverUnreachable, "Failed", ("problem", answer.Problem));
        }

        if (system.SaysNo)
        {
            return CheckOutcome.Fail(MailTestCode.HostNotFound);
        }

        IReadOnlyList<string> given = context.Request.NameServer;
        return CheckOutcome.Fail(MailTestCode.ResolverUnreachable, given.Count > 0 ? "Given" : "", ("nameServers", string.Join(", ", given)));
    }

    private static async Task<SystemAnswer> AskSystemAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        // It may wait for name servers longer than a check may take, and leave no time to ask why.
        using CancellationTokenSource limit = new(context.Request.Timeout / 2, context.TimeProvider);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return new SystemAnswer(await context.Resolver.ResolveAsync(context.Request.Server, both.Token), null);
        }
        catch (SocketException e)
        {
            context.Transcript.Note(e.Message);
            return new SystemAnswer([], e.SocketErrorCode);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SystemAnswer([], SocketError.TimedOut);
        }
    }

    private static CheckOutcome Found(ConnectionContext context, IReadOnlyList<IPAddress> addresses)
    {
        context.Addresses = addresses;
        context.Transcript.Note(Join(addresses));
        return CheckOutcome.Pass("Dns", ("addresses", Join(addresses)));
    }

    private static string Join(IReadOnlyList<IPAddress> addresses) => string.Join(", ", addresses.Select(address => address.ToString()));

    private sealed record SystemAnswer(IReadOnlyList<IPAddress> Addresses, SocketError? Error)
    {
        public bool SaysNo => Error is SocketError.HostNotFound or SocketError.NoData;

        public bool IsUnanswered => Error is SocketError.TryAgain or SocketError.NoRecovery or SocketError.TimedOut;
    }
}
