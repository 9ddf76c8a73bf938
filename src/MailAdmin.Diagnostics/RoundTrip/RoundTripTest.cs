using System.Globalization;
using System.Runtime.CompilerServices;
using MailAdmin.Diagnostics.Texts;
using MailAdmin.Diagnostics.Wire;
using MailKit.Net.Smtp;
using MimeKit;

namespace MailAdmin.Diagnostics.RoundTrip;

/// <summary>
/// Sends a message, waits until it is in the mailbox, compares it and removes it. When it is stopped or fails in between,
/// what it sent is removed all the same, as far as it arrives in time.
/// </summary>
public sealed class RoundTripTest(TimeProvider timeProvider, IHostResolver resolver)
{
    private static readonly TimeSpan CleaningTime = TimeSpan.FromSeconds(10);

    /// <summary>Makes the trip; each step is a result.</summary>
    public async IAsyncEnumerable<MailTestResult> RunAsync(RoundTripRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string target = request.Recipient.ToString();
        FindingWriter sending = new(request.Culture, target, request.Send.Server, request.Timeout);
        FindingWriter receiving = new(request.Culture, target, request.Receive.Server, request.Timeout);
        RoundTripMessage message = new(request);
        Trip trip = new(this, request, message);
        try
        {
            long started = timeProvider.GetTimestamp();
            CheckOutcome sent = await trip.SendAsync(cancellationToken);
            yield return sending.Write(MailTestLayer.Relay, "RoundTrip.Send", sent, request.Send.At, trip.Transcript.TakeNew(), timeProvider.GetElapsedTime(started));

            CheckOutcome arrived = sent.Status == MailTestStatus.Fail ? CheckOutcome.Skip("RoundTrip") : await trip.WaitAsync(started, cancellationToken);
            yield return receiving.Write(MailTestLayer.Mailbox, "RoundTrip.Arrive", arrived, request.Receive.At, trip.Transcript.TakeNew(), timeProvider.GetElapsedTime(started));

            CheckOutcome compared = trip.Arrival is null ? CheckOutcome.Skip("RoundTrip") : Compare(message, trip.Arrival.Message);
            yield return receiving.Write(MailTestLayer.Mailbox, "RoundTrip.Compare", compared, request.Receive.At);

            started = timeProvider.GetTimestamp();
            CheckOutcome cleaned = trip.Arrival is null ? CheckOutcome.Skip("RoundTrip") : await trip.CleanAsync(cancellationToken);
            yield return receiving.Write(MailTestLayer.Mailbox, "RoundTrip.Clean", cleaned, request.Receive.At, trip.Transcript.TakeNew(), timeProvider.GetElapsedTime(started));
        }
        finally
        {
            await trip.LeaveNothingAsync();
        }
    }

    private static CheckOutcome Compare(RoundTripMessage message, MimeMessage arrived)
    {
        IReadOnlyList<string> changes = message.FindChanges(arrived);
        return changes.Count == 0
            ? CheckOutcome.Pass("RoundTripCompare")
            : CheckOutcome.Warn(MailTestCode.MessageChanged, "", ("parts", string.Join(", ", changes)));
    }

    /// <summary>One trip, and what is known of it so far.</summary>
    private sealed class Trip(RoundTripTest owner, RoundTripRequest request, RoundTripMessage message)
    {
        private bool maybeSent;
        private bool isRemoved;

        public Transcript Transcript { get; } = new();

        public RoundTripArrival? Arrival { get; private set; }

        public async Task<CheckOutcome> SendAsync(CancellationToken cancellationToken)
        {
            RoundTripConnector connector = Connector(request.Send);
            using CancellationTokenSource limit = Limit(request.Timeout, cancellationToken);
            using SmtpClient client = new();
            try
            {
                await connector.ConnectAsync(client, limit.Token);

                // From here on it may have been taken, whatever becomes of the answer.
                maybeSent = true;
                await client.SendAsync(message.Create(owner.Now), limit.Token);
                return CheckOutcome.Pass("RoundTripSend", ("recipient", request.Recipient.ToString()));
            }
            catch (SmtpCommandException e)
            {
                maybeSent = false;
                Transcript.Server(System.Text.Encoding.Latin1.GetBytes($"{(int)e.StatusCode} {e.Message}\n"));
                return connector.Explain(e);
            }
            catch (Exception e) when (RoundTripConnector.IsExpected(e) || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                return connector.Explain(e);
            }
        }

        public async Task<CheckOutcome> WaitAsync(long started, CancellationToken cancellationToken)
        {
            RoundTripConnector connector = Connector(request.Receive);
            using CancellationTokenSource limit = Limit(request.Timeout, cancellationToken);
            using RoundTripMailbox mailbox = RoundTripMailbox.Create(request.Receive.At.Protocol, connector, Transcript);
            bool isOpen = false;
            try
            {
                while (true)
                {
                    Arrival = await mailbox.FindAsync(message.Subject, limit.Token);
                    isOpen = true;
                    if (Arrival is not null)
                    {
                        return Describe(Arrival, owner.Elapsed(started));
                    }

                    await Task.Delay(request.Interval, owner.Clock, limit.Token);
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return CheckOutcome.Fail(isOpen ? MailTestCode.MessageLost : MailTestCode.Timeout);
            }
            catch (Exception e) when (RoundTripConnector.IsExpected(e))
            {
                return connector.Explain(e);
            }
        }

        public async Task<CheckOutcome> CleanAsync(CancellationToken cancellationToken)
        {
            using CancellationTokenSource limit = Limit(CleaningTime, cancellationToken);
            try
            {
                using RoundTripMailbox mailbox = RoundTripMailbox.Create(request.Receive.At.Protocol, Connector(request.Receive), Transcript);
                isRemoved = await mailbox.RemoveAsync(message.Subject, limit.Token) > 0;
                return isRemoved ? CheckOutcome.Pass("RoundTripClean") : Left("-");
            }
            catch (Exception e) when (RoundTripConnector.IsExpected(e) || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                return Left(e.Message);
            }
        }

        /// <summary>Removes what may be left, after a failure or a stop, with time of its own.</summary>
        public async Task LeaveNothingAsync()
        {
            if (!maybeSent || isRemoved)
            {
                return;
            }

            using CancellationTokenSource limit = Limit(CleaningTime, CancellationToken.None);
            try
            {
                while (!isRemoved)
                {
                    using RoundTripMailbox mailbox = RoundTripMailbox.Create(request.Receive.At.Protocol, Connector(request.Receive), Transcript);
                    isRemoved = await mailbox.RemoveAsync(message.Subject, limit.Token) > 0;
                    await Task.Delay(isRemoved ? TimeSpan.Zero : request.Interval, owner.Clock, limit.Token);
                }
            }
            catch (Exception e) when (RoundTripConnector.IsExpected(e) || e is OperationCanceledException)
            {
                // It did not arrive in time, or the mailbox cannot be reached: the results have said so.
            }
        }

        private RoundTripConnector Connector(RoundTripPort port) => new(request, port, owner.Resolver, owner.Clock, Transcript);

        private CheckOutcome Left(string reason) =>
            CheckOutcome.Warn(MailTestCode.MessageLeft, "", ("reason", reason), ("subject", message.Subject));

        private CheckOutcome Describe(RoundTripArrival arrival, TimeSpan latency)
        {
            int hops = arrival.Message.Headers.Count(header => header.Id == HeaderId.Received);
            Transcript.Note($"{hops} Received fields");
            (string, string)[] values =
            [
                ("folder", arrival.Folder),
                ("latency", latency.TotalSeconds.ToString("0.0", request.Culture)),
                ("hops", hops.ToString(CultureInfo.InvariantCulture)),
            ];
            return arrival.IsJunk ? CheckOutcome.Warn(MailTestCode.MessageInJunk, "", values) : CheckOutcome.Pass("RoundTripArrive", values);
        }
    }

    private TimeProvider Clock => timeProvider;

    private IHostResolver Resolver => resolver;

    private DateTimeOffset Now => timeProvider.GetUtcNow();

    private TimeSpan Elapsed(long started) => timeProvider.GetElapsedTime(started);

    private static CancellationTokenSource Limit(TimeSpan time, CancellationToken cancellationToken)
    {
        CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(time);
        return limit;
    }
}
