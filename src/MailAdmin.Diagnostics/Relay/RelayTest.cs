using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using MailAdmin.Diagnostics.Replies;
using MailAdmin.Diagnostics.Texts;
using MailAdmin.Diagnostics.Wire;

namespace MailAdmin.Diagnostics.Relay;

/// <summary>
/// Tries whether a server passes mail on for strangers, with the tricks by which servers have been open relays. Every
/// question stops before DATA: no message is sent, whatever the server answers.
/// </summary>
public sealed class RelayTest(TimeProvider timeProvider, IHostResolver resolver)
{
    private const int MaxReconnects = 5;

    /// <summary>Makes the attempts, one result each.</summary>
    public async IAsyncEnumerable<MailTestResult> RunAsync(RelayTestRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        KnownEndPoint at = new(MailProtocol.Smtp, request.Port, TlsMode.StartTls);
        FindingWriter writer = new(request.Culture, request.Server, request.Server, request.Timeout);
        ServerDialer dialer = new(request.Server, request.ConnectAddress, resolver, timeProvider);
        Transcript transcript = new();
        await using RelayDialogue dialogue = new(request, dialer, transcript);
        if (await WithinAsync(request, dialer.ResolveAsync, cancellationToken) is { } unknown)
        {
            yield return writer.Write(MailTestLayer.Dns, "Dns", unknown);
            yield break;
        }

        if (await WithinAsync(request, token => OpenAsync(dialogue, token), cancellationToken) is { } obstacle)
        {
            MailTestLayer layer = obstacle.Code is MailTestCode.PortClosed or MailTestCode.PortFiltered or MailTestCode.NetworkUnreachable ? MailTestLayer.Port : MailTestLayer.Greeting;
            yield return writer.Write(layer, layer.ToString(), obstacle, at, transcript.TakeNew());
            yield break;
        }

        // An address that cannot exist: a server that takes it takes everything in its domain, and asks later.
        RelayTrick control = new("Control", request.Sender.ToMailboxString(), $"no-such-user-{Guid.NewGuid():N}@{request.Domain}");
        Attempt attempt = new(request, dialogue, this);
        bool takesAll = (await attempt.RunAsync(control, cancellationToken)).Code == MailTestCode.RelayOpen;
        transcript.TakeNew();

        foreach (RelayTrick trick in RelayTrick.For(request, dialogue.Address?.ToString() ?? "127.0.0.1"))
        {
            long started = timeProvider.GetTimestamp();
            CheckOutcome outcome = await attempt.RunAsync(trick, cancellationToken);
            if (takesAll && trick.LooksLocal && outcome.Code == MailTestCode.RelayOpen)
            {
                outcome = CheckOutcome.Skip("RelayCatchAll", ("domain", request.Domain), ("recipient", trick.Recipient));
            }

            yield return writer.Write(MailTestLayer.Relay, $"Relay.{trick.Name}", outcome, at, transcript.TakeNew(), timeProvider.GetElapsedTime(started));
        }
    }

    private static async Task<CheckOutcome?> OpenAsync(RelayDialogue dialogue, CancellationToken cancellationToken)
    {
        try
        {
            string? refusal = await dialogue.OpenAsync(cancellationToken);
            if (refusal is null)
            {
                return null;
            }

            return CheckOutcome.Fail(
                ServerReply.MentionsBlocklist(refusal) ? MailTestCode.Blocklisted : MailTestCode.ServerBusy, "", ("answer", ServerReply.OneLine(refusal)));
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return ServerDialer.Explain(e);
        }
        catch (AuthenticationException e)
        {
            return CheckOutcome.Fail(MailTestCode.TlsHandshakeFailed, "", ("reason", e.Message));
        }
    }

    private async Task<CheckOutcome?> WithinAsync(
        RelayTestRequest request, Func<CancellationToken, Task<CheckOutcome?>> work, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(request.Timeout, timeProvider);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await work(both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return CheckOutcome.Fail(MailTestCode.Timeout);
        }
    }

    /// <summary>Runs tricks on one connection as long as the server keeps it.</summary>
    private sealed class Attempt(RelayTestRequest request, RelayDialogue dialogue, RelayTest owner)
    {
        private int reconnects;

        public async Task<CheckOutcome> RunAsync(RelayTrick trick, CancellationToken cancellationToken)
        {
            while (reconnects <= MaxReconnects)
            {
                CheckOutcome? outcome = await owner.WithinAsync(request, token => TryAsync(trick, token), cancellationToken);
                if (outcome is not null)
                {
                    return outcome;
                }

                bool isBack = await owner.WithinAsync(request, token => OpenAsync(dialogue, token), cancellationToken) is null;
                reconnects = isBack ? reconnects + 1 : MaxReconnects + 1;
            }

            return CheckOutcome.Skip("RelayClosed");
        }

        /// <summary>Null: the connection is gone, and a new one may tell.</summary>
        private async Task<CheckOutcome?> TryAsync(RelayTrick trick, CancellationToken cancellationToken)
        {
            try
            {
                (string answer, bool isTaken, bool isAboutSender) = await dialogue.TryAsync(trick.Sender, trick.Recipient, cancellationToken);
                (string, string)[] values = [("sender", $"<{trick.Sender}>"), ("recipient", $"<{trick.Recipient}>"), ("answer", ServerReply.OneLine(answer))];
                return isTaken ? CheckOutcome.Fail(MailTestCode.RelayOpen, "", values) : CheckOutcome.Pass(isAboutSender ? "RelaySender" : "Relay", values);
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
            {
                return null;
            }
        }
    }
}
