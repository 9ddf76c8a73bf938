using System.Net.Sockets;
using System.Runtime.CompilerServices;
using MailAdmin.Diagnostics.Registration;
using MailAdmin.Diagnostics.Texts;
using MailKit;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>
/// Tests a mail server layer by layer on one connection, and says in plain words what is wrong and what to do. After
/// the first failure the remaining checks are skipped, unless the request says otherwise.
/// </summary>
public sealed class ConnectionTest(TimeProvider timeProvider, IHostResolver resolver)
{
    private static readonly PortCheck Port = new();
    private static readonly GreetingCheck Greeting = new();
    private static readonly TlsCheck Tls = new();
    private static readonly ConnectionCheck[] AfterGreeting = [new LogonCheck(), new MailboxCheck()];

    /// <summary>The machine's own network.</summary>
    public INetworkState Network { get; init; } = new SystemNetworkState();

    /// <summary>The registry to ask about a domain that is not found; null for none.</summary>
    public IDomainRegistry? Registry { get; init; }

    /// <summary>Runs the checks; each result comes as soon as it is known.</summary>
    public async IAsyncEnumerable<MailTestResult> RunAsync(
        ConnectionTestRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using ConnectionContext context = new(request, resolver, timeProvider)
        {
            Network = Network,
            Registry = Registry,
        };
        MailTestLayer? failed = null;
        foreach (ConnectionCheck check in Checks(context))
        {
            long started = timeProvider.GetTimestamp();
            CheckOutcome outcome =
                failed is { } layer && !request.ContinueAfterFailure && check is not RegistrationCheck
                ? CheckOutcome.Skip("AfterFailure", ("layer", layer.ToString()))
                : check.ReasonToSkip(context) ?? await RunCheckAsync(check, context, cancellationToken);
            TimeSpan latency = timeProvider.GetElapsedTime(started);
            outcome = LocalState.Explain(check.Layer, outcome, context.Request);
            if (outcome.Status == MailTestStatus.Fail)
            {
                failed ??= check.Layer;
            }

            outcome = await AdviseAsync(outcome, context, cancellationToken);
            yield return Write(check.Layer, outcome, context, latency);
        }
    }

    /// <summary>The checks in the order in which they meet the wire, which is known once the port answered.</summary>
    private static IEnumerable<ConnectionCheck> Checks(ConnectionContext context)
    {
        if (NetworkCheck.IsNeeded(context.Request))
        {
            yield return new NetworkCheck();
        }

        if (context.Request.MailDomain is not null)
        {
            yield return new ExchangerCheck();
        }
        else if (ResolveCheck.IsNeeded(context.Request))
        {
            yield return new ResolveCheck();
        }

        if (RegistrationCheck.IsNeeded(context))
        {
            yield return new RegistrationCheck();
        }

        yield return Port;
        ConnectionCheck[] rest = context.Mode == TlsMode.Implicit
            ? [Tls, Greeting, .. AfterGreeting]
            : [Greeting, Tls, .. AfterGreeting];
        foreach (ConnectionCheck check in rest)
        {
            yield return check;
        }
    }

    private async Task<CheckOutcome> RunCheckAsync(
        ConnectionCheck check, ConnectionContext context, CancellationToken cancellationToken)
    {
        try
        {
            CheckOutcome? outcome = await Deadline.RunAsync<CheckOutcome?>(
                context.Request.Timeout,
                timeProvider,
                async token => await check.RunAsync(context, token),
                null,
                cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (outcome is null)
            {
                context.Transcript.AddRemark("the time is over");
            }

            return outcome ?? CheckOutcome.Fail(MailTestCode.Timeout);
        }
        catch (Exception e) when (
            e is IOException or SocketException or ProtocolException or ServiceNotConnectedException)
        {
            context.Transcript.AddRemark(e.Message);
            return CheckOutcome.Fail(MailTestCode.ServerBusy, "Closed");
        }
    }

    private static MailTestResult Write(
        MailTestLayer layer, CheckOutcome outcome, ConnectionContext context, TimeSpan latency)
    {
        ConnectionTestRequest request = context.Request;
        KnownEndPoint at = new(request.Protocol, request.Port, request.TlsMode);
        return new ResultWriter(request.Culture, request.Target, request.Server, request.Timeout)
            .Write(layer, layer.ToString(), outcome with { Evidence = context.Transcript.TakeNew() }, at, latency);
    }

    /// <summary>Adds what to do: another port at which the protocol answers, or a command.</summary>
    private static async Task<CheckOutcome> AdviseAsync(
        CheckOutcome outcome, ConnectionContext context, CancellationToken cancellationToken)
    {
        if (outcome.Status is not (MailTestStatus.Fail or MailTestStatus.Warning))
        {
            return outcome;
        }

        bool mayBeElsewhere = context.Request.HasListener && SuggestsAnotherPort(outcome, context);
        KnownEndPoint? found = mayBeElsewhere ? await PortSearch.FindAsync(context, cancellationToken) : null;
        string command = outcome.FixCommand.Length > 0
            ? outcome.FixCommand
            : FixCommands.For(context.Request, outcome, found);
        if (found is not null)
        {
            return outcome.With(("foundPort", $"{found.Port}"), ("foundTls", found.TlsMode.ToString())) with
            {
                Variant = outcome.Variant + "Found",
                FixCommand = command,
            };
        }

        bool closedHere = outcome.Code == MailTestCode.PortClosed && context.Request.IsLocalStore;
        return outcome with { Variant = closedHere ? "Local" : outcome.Variant, FixCommand = command };
    }

    private static bool SuggestsAnotherPort(CheckOutcome outcome, ConnectionContext context) => outcome.Code switch
    {
        MailTestCode.PortClosed or MailTestCode.PortFiltered or MailTestCode.WrongProtocol => true,
        MailTestCode.StartTlsMissing => outcome.Status == MailTestStatus.Fail,
        MailTestCode.Timeout => context.Greeting is null,
        _ => false,
    };
}
