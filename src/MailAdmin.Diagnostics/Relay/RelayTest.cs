using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using MailAdmin.Diagnostics.Replies;
using MailAdmin.Diagnostics.Texts;
using MailAdmin.Diagnostics.Wire;

namespace MailAdmin.Diagnostics.Relay;

/// <summary>
/// Tests whether a server relays for unauthenticated clients, with the tricks by which servers have been open relays.
/// Every attempt stops before DATA: no message is sent, whatever the server replies.
/// </summary>
public sealed class RelayTest(TimeProvider timeProvider, IHostResolver resolver)
{
    /// <summary>Makes the attempts, one result each.</summary>
    public async IAsyncEnumerable<MailTestResult> RunAsync(
        RelayTestRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        KnownEndPoint at = new(MailProtocol.Smtp, request.Port, TlsMode.StartTls);
        ResultWriter writer = new(request.Culture, request.Server, request.Server, request.Timeout);
        ServerDialer dialer = new(request.Server, request.ConnectAddress, resolver, timeProvider);
        Transcript transcript = new();
        await using RelayDialogue dialogue = new(request, dialer, transcript);
        Attempts attempts = new(dialogue, request.Timeout, timeProvider);
        if (await attempts.WithinAsync(dialer.ResolveAsync, cancellationToken) is { } unknown)
        {
            yield return writer.Write(MailTestLayer.Dns, "Dns", unknown);
            yield break;
        }

        if (await attempts.OpenAsync(cancellationToken) is { } obstacle)
        {
            bool isBelow = obstacle.Code is MailTestCode.PortClosed or MailTestCode.PortFiltered
                or MailTestCode.NetworkUnreachable;
            MailTestLayer layer = isBelow ? MailTestLayer.Port : MailTestLayer.Greeting;
            yield return writer.Write(layer, layer.ToString(), obstacle with { Evidence = transcript.TakeNew() }, at);
            yield break;
        }

        // This address cannot exist: a server that accepts it accepts everything in its domain, and checks later.
        RelayTrick control = new(
            "Control", request.Sender.ToMailboxString(), $"no-such-user-{Guid.NewGuid():N}@{request.Domain}");
        bool acceptsAll = (await attempts.RunAsync(control, cancellationToken)).Code == MailTestCode.RelayOpen;
        transcript.TakeNew();

        foreach (RelayTrick trick in RelayTrick.For(request, dialogue.Address?.ToString() ?? "127.0.0.1"))
        {
            long started = timeProvider.GetTimestamp();
            CheckOutcome outcome = await attempts.RunAsync(trick, cancellationToken);
            if (acceptsAll && trick.LooksLocal && outcome.Code == MailTestCode.RelayOpen)
            {
                outcome = CheckOutcome.Skip(
                    "RelayCatchAll", ("domain", request.Domain), ("recipient", trick.Recipient));
            }

            outcome = outcome with { Evidence = transcript.TakeNew() };
            TimeSpan latency = timeProvider.GetElapsedTime(started);
            yield return writer.Write(MailTestLayer.Relay, $"Relay.{trick.Name}", outcome, at, latency);
        }
    }

    /// <summary>Tries tricks on one connection as long as the server keeps it open, and then on a new one.</summary>
    private sealed class Attempts(RelayDialogue dialogue, TimeSpan timeout, TimeProvider timeProvider)
    {
        private const int MaxReconnects = 5;
        private int reconnects;

        public Task<CheckOutcome?> WithinAsync(
            Func<CancellationToken, Task<CheckOutcome?>> work, CancellationToken cancellationToken) =>
            Deadline.RunAsync(timeout, timeProvider, work, CheckOutcome.Fail(MailTestCode.Timeout), cancellationToken);

        /// <summary>Opens a connection. Returns why the server cannot be asked; null when it can.</summary>
        public async Task<CheckOutcome?> OpenAsync(CancellationToken cancellationToken)
        {
            try
            {
                return await WithinAsync(
                    async token =>
                        await dialogue.OpenAsync(token) is { } refusal ? ServerReply.RefusedGreeting(refusal) : null,
                    cancellationToken);
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                return ServerDialer.Explain(e);
            }
            catch (AuthenticationException e)
            {
                return CheckOutcome.Fail(MailTestCode.TlsHandshakeFailed, ("reason", e.Message));
            }
        }

        public async Task<CheckOutcome> RunAsync(RelayTrick trick, CancellationToken cancellationToken)
        {
            while (reconnects <= MaxReconnects)
            {
                if (await WithinAsync(token => TryAsync(trick, token), cancellationToken) is { } outcome)
                {
                    return outcome;
                }

                bool isBack = await OpenAsync(cancellationToken) is null;
                reconnects = isBack ? reconnects + 1 : MaxReconnects + 1;
            }

            return CheckOutcome.Skip("RelayClosed");
        }

        /// <summary>Returns null when the connection was closed; the answer may come on a new one.</summary>
        private async Task<CheckOutcome?> TryAsync(RelayTrick trick, CancellationToken cancellationToken)
        {
            try
            {
                (string reply, bool isAccepted, bool isAboutSender) =
                    await dialogue.TryAsync(trick.Sender, trick.Recipient, cancellationToken);
                CheckOutcome outcome = isAccepted
                    ? CheckOutcome.Fail(MailTestCode.RelayOpen)
                    : CheckOutcome.Pass(isAboutSender ? "RelaySender" : "Relay");
                return outcome.With(
                    ("sender", $"<{trick.Sender}>"), ("recipient", $"<{trick.Recipient}>"), ("answer", reply));
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
            {
                return null;
            }
        }
    }
}
