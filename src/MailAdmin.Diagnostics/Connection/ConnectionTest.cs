using System.Net.Sockets;
using System.Runtime.CompilerServices;
using MailAdmin.Diagnostics.Registration;
using MailAdmin.Diagnostics.Texts;
using MailKit;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>
/// Tests a mail server layer by layer on one connection, and says in the user's words what is wrong and what to do. After
/// the first check that fails the rest is skipped, unless the request asks to go on.
/// </summary>
public sealed class ConnectionTest(TimeProvider timeProvider, IHostResolver resolver)
{
    private static readonly IConnectionCheck Port = new PortCheck();
    private static readonly IConnectionCheck[] GreetingFirst = [new GreetingCheck(), new TlsCheck(), new LogonCheck(), new MailboxCheck()];
    private static readonly IConnectionCheck[] TlsFirst = [new TlsCheck(), new GreetingCheck(), new LogonCheck(), new MailboxCheck()];

    /// <summary>The machine's own network.</summary>
    public INetworkState Network { get; init; } = new SystemNetworkState();

    /// <summary>Whom to ask for the registration of a domain that is not found; null: nobody.</summary>
    public IDomainRegistry? Registry { get; init; }

    /// <summary>Makes the checks; each result comes as soon as it is known.</summary>
    public async IAsyncEnumerable<MailTestResult> RunAsync(
        ConnectionTestRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using ConnectionContext context = new(request, resolver, timeProvider) { Network = Network, Registry = Registry };
        MailTestLayer? failed = null;
        foreach (IConnectionCheck check in Chain(context))
        {
            long started = timeProvider.GetTimestamp();
            CheckOutcome outcome = failed is { } layer && !request.ContinueAfterFailure && check is not DomainRegistrationCheck
                ? CheckOutcome.Skip("AfterFailure", ("layer", layer.ToString()))
                : check.ReasonToSkip(context) ?? await RunCheckAsync(check, context, cancellationToken);
            TimeSpan latency = timeProvider.GetElapsedTime(started);
            outcome = LocalAccountState.Explain(check.Layer, outcome, context.Request);
            if (outcome.Status == MailTestStatus.Fail)
            {
                failed ??= check.Layer;
            }

            outcome = await AdviseAsync(outcome, context, cancellationToken);
            yield return new ResultWriter(context.Request).Write(check.Layer, outcome, context.Transcript.TakeNew(), latency);
        }
    }

    /// <summary>The checks in the order in which they meet the wire; it is known once the port answered.</summary>
    private static IEnumerable<IConnectionCheck> Chain(ConnectionContext context)
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

        if (DomainRegistrationCheck.IsNeeded(context))
        {
            yield return new DomainRegistrationCheck();
        }

        yield return Port;
        foreach (IConnectionCheck check in context.Mode == TlsMode.Implicit ? TlsFirst : GreetingFirst)
        {
            yield return check;
        }
    }

    private async Task<CheckOutcome> RunCheckAsync(
        IConnectionCheck check, ConnectionContext context, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(context.Request.Timeout, timeProvider);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            CheckOutcome outcome = await check.RunAsync(context, both.Token);
            cancellationToken.ThrowIfCancellationRequested();
            return outcome;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            context.Transcript.Note("the time is over");
            return CheckOutcome.Fail(MailTestCode.Timeout);
        }
        catch (Exception e) when (e is IOException or SocketException or ProtocolException or ServiceNotConnectedException)
        {
            context.Transcript.Note(e.Message);
            return CheckOutcome.Fail(MailTestCode.ServerBusy, "Closed");
        }
    }

    /// <summary>Adds what to do: another port at which the protocol answers, or a command.</summary>
    private static async Task<CheckOutcome> AdviseAsync(
        CheckOutcome outcome, ConnectionContext context, CancellationToken cancellationToken)
    {
        if (outcome.Status is not (MailTestStatus.Fail or MailTestStatus.Warning))
        {
            return outcome;
        }

        bool mayBeElsewhere = context.Request.HasListener && IsFoundElsewhere(outcome, context);
        KnownEndPoint? found = mayBeElsewhere ? await PortSearch.FindAsync(context, cancellationToken) : null;
        string command = outcome.FixCommand.Length > 0 ? outcome.FixCommand : FixCommands.For(context.Request, outcome.Code, found);
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

    /// <summary>Whether another port may be the right one.</summary>
    private static bool IsFoundElsewhere(CheckOutcome outcome, ConnectionContext context) => outcome.Code switch
    {
        MailTestCode.PortClosed or MailTestCode.PortFiltered or MailTestCode.WrongProtocol => true,
        MailTestCode.StartTlsMissing => outcome.Status == MailTestStatus.Fail,
        MailTestCode.Timeout => context.Greeting is null,
        _ => false,
    };
}
