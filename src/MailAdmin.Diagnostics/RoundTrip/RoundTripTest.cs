using System.Runtime.CompilerServices;
using MailAdmin.Diagnostics.Texts;

namespace MailAdmin.Diagnostics.RoundTrip;

/// <summary>
/// Sends a message, waits until it is in the mailbox, compares it and removes it. When the test stops or fails in
/// between, the message is removed all the same, as far as it arrives in time.
/// </summary>
public sealed class RoundTripTest(TimeProvider timeProvider, IHostResolver resolver)
{
    /// <summary>Makes the round trip; each step is a result.</summary>
    public async IAsyncEnumerable<MailTestResult> RunAsync(
        RoundTripRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string target = request.Recipient.ToString();
        ResultWriter sending = new(request.Culture, target, request.Send.Server, request.Timeout);
        ResultWriter receiving = new(request.Culture, target, request.Receive.Server, request.Timeout);
        Trip trip = new(request, resolver, timeProvider);
        MailTestResult Write(MailTestLayer layer, string step, CheckOutcome outcome, long started)
        {
            bool isSending = layer == MailTestLayer.Relay;
            return (isSending ? sending : receiving).Write(
                layer,
                $"RoundTrip.{step}",
                outcome with { Evidence = trip.Transcript.TakeNew() },
                isSending ? request.Send.At : request.Receive.At,
                timeProvider.GetElapsedTime(started));
        }

        try
        {
            CheckOutcome skipped = CheckOutcome.Skip("RoundTrip");
            long started = timeProvider.GetTimestamp();
            CheckOutcome sent = await trip.SendAsync(cancellationToken);
            yield return Write(MailTestLayer.Relay, "Send", sent, started);

            CheckOutcome arrived =
                sent.Status == MailTestStatus.Fail ? skipped : await trip.WaitAsync(started, cancellationToken);
            yield return Write(MailTestLayer.Mailbox, "Arrive", arrived, started);

            long compared = timeProvider.GetTimestamp();
            yield return Write(MailTestLayer.Mailbox, "Compare", trip.Compare() ?? skipped, compared);

            long cleaning = timeProvider.GetTimestamp();
            CheckOutcome cleaned = trip.HasArrived ? await trip.RemoveAsync(cancellationToken) : skipped;
            yield return Write(MailTestLayer.Mailbox, "Clean", cleaned, cleaning);
        }
        finally
        {
            await trip.RemoveLeftoversAsync();
        }
    }
}
