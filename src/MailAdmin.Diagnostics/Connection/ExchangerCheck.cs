using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>Looks up which server takes the mail of a domain, and has the rest of the chain look at that one. RFC 5321 §5.1, RFC 7505 §3</summary>
internal sealed class ExchangerCheck : IConnectionCheck
{
    // The codes that IMailExchangers gives. RFC 3463 §3.2, §3.5; RFC 7505 §5
    private const string BadDomain = "5.1.2";
    private const string NullExchanger = "5.1.10";
    private const string NoAnswer = "4.4.3";

    public MailTestLayer Layer => MailTestLayer.Dns;

    public CheckOutcome? ReasonToSkip(ConnectionContext context) => null;

    public async Task<CheckOutcome> RunAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        DomainName domain = context.Request.MailDomain!;
        IReadOnlyList<string> nameServers = context.Request.NameServer;
        TimeSpan time = Timeouts.Lookup(context.Request.Timeout);
        MailExchangers exchangers = new(
            _ => ValueTask.FromResult(nameServers), new DnsLimits { ServerTimeout = time / 2, QuestionTimeout = time }, context.TimeProvider);
        MailRoute route;
        try
        {
            route = await exchangers.FindAsync(domain, new OwnHost(null, []), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The chain tells a time-out from a stop by the user; here a time-out has a name of its own.
            return CheckOutcome.Fail(MailTestCode.ResolverUnreachable);
        }

        if (route.Failure is { } failure)
        {
            context.Transcript.Note(failure.Reason);
            return Explain(context, domain, failure);
        }

        foreach (MailExchanger host in route.Hosts)
        {
            context.Transcript.Note($"{host.Name} ({host.Preference}): {string.Join(", ", host.Addresses.Select(address => address.ToString()))}");
        }

        context.Request = context.Request with { Server = route.Hosts[0].Name };
        context.Addresses = route.Hosts[0].Addresses;
        return CheckOutcome.Pass("MailExchanger", ("domain", domain.Unicode), ("servers", string.Join(", ", route.Hosts.Select(host => host.Name))));
    }

    private static CheckOutcome Explain(ConnectionContext context, DomainName domain, RouteFailure failure)
    {
        switch (failure.StatusCode)
        {
            case NullExchanger:
                return CheckOutcome.Fail(MailTestCode.NullMailExchanger, "", ("domain", domain.Unicode));
            case BadDomain:
                context.UnknownDomain = RegisteredName.Of(domain);
                return CheckOutcome.Fail(MailTestCode.DomainNotFound, "", ("domain", domain.Unicode));
            case NoAnswer:
                context.UnknownDomain = RegisteredName.Of(domain);
                return CheckOutcome.Fail(MailTestCode.ResolverUnreachable, "Failed", ("problem", failure.Reason));
            default:
                context.UnknownDomain = RegisteredName.Of(domain);
                return CheckOutcome.Fail(MailTestCode.NoMailExchanger, "", ("domain", domain.Unicode));
        }
    }
}
