using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>Looks up the mail server of a domain, which later checks test. RFC 5321 §5.1, RFC 7505 §3</summary>
internal sealed class ExchangerCheck() : ConnectionCheck(MailTestLayer.Dns)
{
    // The codes that IMailExchangers gives. RFC 3463 §3.2, §3.5; RFC 7505 §5
    private const string BadDomain = "5.1.2";
    private const string NullExchanger = "5.1.10";
    private const string NoAnswer = "4.4.3";

    public override async Task<CheckOutcome> RunAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        DomainName domain = context.Request.MailDomain!;
        IReadOnlyList<string> nameServers = context.Request.NameServer;
        DnsLimits limits = DnsLimits.Within(Timeouts.Lookup(context.Request.Timeout));
        MailExchangers exchangers = new(_ => ValueTask.FromResult(nameServers), limits, context.TimeProvider);
        MailRoute route;
        try
        {
            route = await exchangers.FindAsync(domain, new OwnHost(null, []), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // ConnectionTest tells a timeout from a stop by the user; here a timeout has a name of its own.
            return CheckOutcome.Fail(MailTestCode.ResolverUnreachable);
        }

        if (route.Failure is { } failure)
        {
            context.Transcript.AddRemark(failure.Reason);
            context.UnknownDomain = failure.StatusCode == NullExchanger ? null : RegisteredName.Of(domain);
            return Explain(failure).With(("domain", domain.Unicode));
        }

        foreach (MailExchanger host in route.Hosts)
        {
            context.Transcript.AddRemark($"{host.Name} ({host.Preference}): {string.Join(", ", host.Addresses)}");
        }

        context.Request = context.Request with { Server = route.Hosts[0].Name };
        context.Addresses = route.Hosts[0].Addresses;
        string servers = string.Join(", ", route.Hosts.Select(host => host.Name));
        return CheckOutcome.Pass("MailExchanger", ("domain", domain.Unicode), ("servers", servers));
    }

    private static CheckOutcome Explain(RouteFailure failure) => failure.StatusCode switch
    {
        NullExchanger => CheckOutcome.Fail(MailTestCode.NullMailExchanger),
        BadDomain => CheckOutcome.Fail(MailTestCode.DomainNotFound),
        NoAnswer => CheckOutcome.Fail(MailTestCode.ResolverUnreachable, "Failed", ("problem", failure.Reason)),
        _ => CheckOutcome.Fail(MailTestCode.NoMailExchanger),
    };
}
