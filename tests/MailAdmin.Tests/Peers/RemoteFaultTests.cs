using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Tests.Diagnostics;
using MailAdmin.Tests.Outbound;

namespace MailAdmin.Tests.Peers;

/// <summary>
/// What becomes of a submitted message when the other side is not as it should be, as an administrator sees it.
/// </summary>
public sealed class RemoteFaultTests
{
    private const string Bob = "bob@peer.test";

    public static TheoryData<string, MailTraceEventId, string> Faults => new()
    {
        { "fine", MailTraceEventId.Send, "2.0.0" },
        { "no STARTTLS", MailTraceEventId.Send, "2.0.0" },
        { "bad certificate", MailTraceEventId.Send, "2.0.0" },
        { "greylisting", MailTraceEventId.Defer, "4.7.1" },
        { "4xx", MailTraceEventId.Defer, "4.2.1" },
        { "5xx", MailTraceEventId.Bounce, "5.1.1" },
        { "dropped connection", MailTraceEventId.Defer, "4.4.2" },
        { "slow server", MailTraceEventId.Defer, "4.4.2" },
        { "421 in mid-transaction", MailTraceEventId.Defer, "4.3.2" },
    };

    public static TheoryData<string, MailTraceEventId, string> Zones => new()
    {
        { "null-mx", MailTraceEventId.Bounce, "5.1.10" },
        { "nowhere", MailTraceEventId.Bounce, "5.1.2" },
        { "broken", MailTraceEventId.Defer, "4.4.3" },
        { "no-address", MailTraceEventId.Bounce, "5.4.4" },
        { "loop", MailTraceEventId.Bounce, "5.4.6" },
        { "alias", MailTraceEventId.Send, "2.0.0" },
        { "implicit", MailTraceEventId.Send, "2.0.0" },
        { "second", MailTraceEventId.Send, "2.0.0" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Each_fault_of_a_server_ends_as_it_must(string fault, MailTraceEventId expected, string status)
    {
        await using SmtpSink sink = new(ScriptOf(fault));
        await using PeerWorld world =
            await PeerWorld.CreateAsync(patience: fault == "slow server" ? TimeSpan.FromMilliseconds(300) : null);
        world.Host("mx.peer.test", sink.Port).Dns.Mx("peer.test", 10, "mx.peer.test");

        await world.SubmitAsync(fault, Bob);

        await RequireAsync(world, Bob, expected, status);
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public async Task Each_zone_leads_where_it_must(string zone, MailTraceEventId expected, string status)
    {
        await using SmtpSink sink = new();
        await using PeerWorld world = await PeerWorld.CreateAsync();
        world.Host("mx.peer.test", sink.Port).Host("implicit.test", sink.Port);
        world.Dns.Mx("null-mx.test", 0, ".")
            .Failing("broken.test")
            .Mx("no-address.test", 10, "missing.test")
            .Mx("loop.test", 10, "mail.example.test").Host("mail.example.test", "127.0.0.1")
            .Alias("alias.test", "real.test").Mx("real.test", 10, "mx.peer.test")
            .Mx("second.test", 10, "away.test").Host("away.test", "127.0.0.1").Mx("second.test", 20, "mx.peer.test");

        await world.SubmitAsync(zone, $"bob@{zone}.test");

        await RequireAsync(world, $"bob@{zone}.test", expected, status);
    }

    [Fact]
    public async Task A_message_that_is_removed_while_it_is_sent_is_not_reported_to_have_failed()
    {
        using SemaphoreSlim seen = new(0);
        using ManualResetEventSlim goOn = new();
        SmtpScript script = new()
        {
            Reply = (command, _) =>
            {
                if (command.StartsWith("RCPT", StringComparison.Ordinal))
                {
                    seen.Release();
                    goOn.Wait(TestContext.Current.CancellationToken);
                }

                return null;
            },
        };
        await using SmtpSink sink = new(script);
        await using PeerWorld world = await PeerWorld.CreateAsync();
        world.Host("mx.peer.test", sink.Port).Dns.Mx("peer.test", 10, "mx.peer.test");
        await world.SubmitAsync("Under way", Bob);
        await seen.WaitAsync(TestContext.Current.CancellationToken);

        MailQueueItem item = Assert.Single(await world.QueueAsync());
        Task removing = world.Store.Engine.SendAsync(new RemoveQueueItem(item.Id, Notify: true), Server.TestStore.None);
        goOn.Set();

        Assert.Equal(MailQueueStatus.Active, item.Status);
        MailException refusal = await Assert.ThrowsAsync<MailException>(() => removing);
        Assert.Equal(MailError.QueueItemNotFound, refusal.Error);
        Assert.Single(sink.Messages);
        Assert.Empty(await world.ReadInboxAsync(0));
    }

    private static async Task RequireAsync(PeerWorld world, string recipient, MailTraceEventId expected, string status)
    {
        List<MailTraceEvent> events = await world.TraceUntilAsync(
            recipient, MailTraceEventId.Send, MailTraceEventId.Defer, MailTraceEventId.Bounce);
        Assert.Equal(
            [MailTraceEventId.Receive, MailTraceEventId.Queue, expected], events.Select(happened => happened.EventId));
        Assert.Equal(status, events[^1].StatusCode);
        if (expected == MailTraceEventId.Defer)
        {
            MailQueueItem waiting = Assert.Single(await world.QueueAsync());
            Assert.Equal((MailQueueStatus.Deferred, status, 1), (waiting.Status, waiting.StatusCode, waiting.Attempts));
            Assert.True(waiting.NextAttempt > waiting.LastAttempt);
            return;
        }

        await PeerWorld.WaitAsync("an empty queue", async () => (await world.QueueAsync()).Count == 0);
        if (expected == MailTraceEventId.Bounce)
        {
            string report = Assert.Single(await world.ReadInboxAsync(1));
            Assert.Contains($"Status: {status}", report, StringComparison.Ordinal);
            Assert.Contains($"Final-Recipient: rfc822; {recipient}", report, StringComparison.Ordinal);
        }
    }

    private static SmtpScript ScriptOf(string fault) => fault switch
    {
        "bad certificate" => new() { Certificate = TestCertificates.Issue("other.test", fromDays: -9, untilDays: -3) },
        "greylisting" => Replying("RCPT", "451 4.7.1 Greylisted, come again"),
        "4xx" => Replying(".", "450 4.2.1 not now"),
        "5xx" => Replying("RCPT", "550 5.1.1 nobody of this name"),
        "dropped connection" => Replying("DATA", SmtpScript.Close),
        "slow server" => Replying("MAIL", SmtpScript.Silence),
        "421 in mid-transaction" => Replying("RCPT", "421 4.3.2 shutting down"),
        "no STARTTLS" => new(),
        _ => new() { Certificate = TestCertificates.Issue("mx.peer.test") },
    };

    private static SmtpScript Replying(string step, string reply) =>
        new() { Reply = (command, _) => command.StartsWith(step, StringComparison.Ordinal) ? reply : null };
}
