using MailAdmin.Diagnostics.Texts;
using MailAdmin.Diagnostics.Wire;
using MailAdmin.Texts;
using MailKit.Net.Smtp;
using MimeKit;

namespace MailAdmin.Diagnostics.RoundTrip;

/// <summary>The steps of one round trip, and how far it has come.</summary>
internal sealed class Trip(RoundTripRequest request, IHostResolver resolver, TimeProvider timeProvider)
{
    private static readonly TimeSpan RemovalTime = TimeSpan.FromSeconds(10);
    private readonly RoundTripMessage message = new(request);
    private RoundTripArrival? arrival;
    private bool maybeSent;
    private bool isRemoved;

    public Transcript Transcript { get; } = new();

    public bool HasArrived => arrival is not null;

    public Task<CheckOutcome> SendAsync(CancellationToken cancellationToken)
    {
        RoundTripConnector connector = Connector(request.Send);
        return connector.ExplainAsync(
            async () =>
            {
                using CancellationTokenSource limit = Limit(request.Timeout, cancellationToken);
                using SmtpClient client = new(connector.Watch);
                await connector.ConnectAsync(client, limit.Token);
                try
                {
                    // From here on the server may have accepted it, whatever becomes of the reply.
                    maybeSent = true;
                    await client.SendAsync(message.Create(timeProvider.GetUtcNow()), limit.Token);
                }
                catch (SmtpCommandException)
                {
                    maybeSent = false;
                    throw;
                }

                return CheckOutcome.Pass("RoundTripSend", ("recipient", request.Recipient.ToString()));
            },
            cancellationToken);
    }

    public Task<CheckOutcome> WaitAsync(long started, CancellationToken cancellationToken)
    {
        RoundTripConnector connector = Connector(request.Receive);
        return connector.ExplainAsync(
            async () =>
            {
                using CancellationTokenSource limit = Limit(request.Timeout, cancellationToken);
                using RoundTripMailbox mailbox = Mailbox(connector);
                bool isOpen = false;
                try
                {
                    while ((arrival = await mailbox.FindAsync(message.Subject, limit.Token)) is null)
                    {
                        isOpen = true;
                        await Task.Delay(request.Interval, timeProvider, limit.Token);
                    }

                    return Describe(arrival, timeProvider.GetElapsedTime(started));
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    return CheckOutcome.Fail(isOpen ? MailTestCode.MessageLost : MailTestCode.Timeout);
                }
            },
            cancellationToken);
    }

    /// <summary>Compares what arrived with what was sent; null when nothing arrived.</summary>
    public CheckOutcome? Compare()
    {
        if (arrival is null)
        {
            return null;
        }

        TextCatalogue texts = DiagnosisTexts.For(request.Culture);
        string changes = string.Join(
            ", ", message.FindChanges(arrival.Message).Select(part => texts.Name($"Part.{part}")));
        return changes.Length == 0
            ? CheckOutcome.Pass("RoundTripCompare")
            : CheckOutcome.Warn(MailTestCode.MessageChanged, ("parts", changes));
    }

    public async Task<CheckOutcome> RemoveAsync(CancellationToken cancellationToken)
    {
        try
        {
            using CancellationTokenSource limit = Limit(RemovalTime, cancellationToken);
            await RemoveOnceAsync(limit.Token);
            return isRemoved ? CheckOutcome.Pass("RoundTripClean") : NotRemoved("-");
        }
        catch (Exception e) when (RoundTripConnector.IsExpected(e, cancellationToken))
        {
            return NotRemoved(e.Message);
        }
    }

    /// <summary>Removes what may be left after a failure or a stop, with time of its own.</summary>
    public async Task RemoveLeftoversAsync()
    {
        try
        {
            using CancellationTokenSource limit = Limit(RemovalTime, CancellationToken.None);
            while (maybeSent && !isRemoved)
            {
                await RemoveOnceAsync(limit.Token);
                await Task.Delay(isRemoved ? TimeSpan.Zero : request.Interval, timeProvider, limit.Token);
            }
        }
        catch (Exception e) when (RoundTripConnector.IsExpected(e, CancellationToken.None))
        {
            // It did not arrive in time, or the mailbox cannot be reached: the results have reported it.
        }
    }

    private async Task RemoveOnceAsync(CancellationToken cancellationToken)
    {
        using RoundTripMailbox mailbox = Mailbox(Connector(request.Receive));
        isRemoved = await mailbox.RemoveAsync(message.Subject, cancellationToken) > 0;
    }

    private CheckOutcome Describe(RoundTripArrival found, TimeSpan latency)
    {
        int hops = found.Message.Headers.Count(header => header.Id == HeaderId.Received);
        Transcript.AddRemark($"{hops} Received fields");
        CheckOutcome outcome =
            found.IsJunk ? CheckOutcome.Warn(MailTestCode.MessageInJunk) : CheckOutcome.Pass("RoundTripArrive");
        return outcome.With(
            ("folder", found.Folder),
            ("latency", latency.TotalSeconds.ToString("0.0", request.Culture)),
            ("hops", $"{hops}"));
    }

    private CheckOutcome NotRemoved(string reason) =>
        CheckOutcome.Warn(MailTestCode.MessageLeft, ("reason", reason), ("subject", message.Subject));

    private RoundTripMailbox Mailbox(RoundTripConnector connector) =>
        RoundTripMailbox.Create(request.Receive.At.Protocol, connector, Transcript);

    private RoundTripConnector Connector(RoundTripPort port) => new(request, port, resolver, timeProvider, Transcript);

    private static CancellationTokenSource Limit(TimeSpan time, CancellationToken cancellationToken)
    {
        CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(time);
        return limit;
    }
}
