using MailAdmin.Contracts;
using MailAdmin.Server.Reports;
using MailAdmin.Tests.Dialogues;

namespace MailAdmin.Tests.Outbound;

/// <summary>What a clock that is set, and look-ups that fail, do to messages that wait.</summary>
public sealed class QueueClockTests
{
    private static readonly TimeSpan Step = TimeSpan.FromHours(1);
    private static readonly TimeSpan RealTimeLimit = TimeSpan.FromMinutes(2);
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly ManualClock clock = new(Start);

    [Fact]
    public async Task A_clock_that_went_back_while_sending_runs_delays_no_message_for_as_long()
    {
        await using SmtpSink sink = new(RefuseOnce());
        await using OutboundWorld world = await OutboundWorld.CreateAsync(clock);
        world.Route("dest.test", sink);
        long id = await world.QueueAsync("a@dest.test");
        await world.Service.StartAsync();
        await world.UntilAsync(id, item => item!.Attempts == 1);

        clock.Jump(TimeSpan.FromDays(-900));

        Assert.InRange(await ElapsedUntilSentAsync(world, id), TimeSpan.Zero, TimeSpan.FromDays(450));
    }

    [Fact]
    public async Task A_clock_that_went_back_before_a_restart_delays_no_message_longer_than_the_longest_back_off()
    {
        await using SmtpSink sink = new(RefuseOnce());
        await using OutboundWorld world = await OutboundWorld.CreateAsync(clock);
        world.Route("dest.test", sink);
        long id = await world.QueueAsync("a@dest.test");
        await world.TryAsync(id);
        clock.Jump(TimeSpan.FromDays(-900));

        await world.Service.StartAsync();
        clock.Advance(TimeSpan.FromHours(2.4));

        Assert.Null(await world.UntilAsync(id, item => item is null));
    }

    [Fact]
    public async Task A_message_that_its_sender_holds_waits_for_its_time_and_not_for_a_clock_that_went_back()
    {
        await using SmtpSink sink = new();
        await using OutboundWorld world = await OutboundWorld.CreateAsync(clock);
        world.Route("dest.test", sink);
        long held = await world.QueueAsync(item => Hold(item, TimeSpan.FromDays(7)), "later@dest.test");
        long first = await world.QueueAsync(item => Hold(item, TimeSpan.FromDays(1)), "first@dest.test");
        await world.Service.StartAsync();

        Assert.InRange(
            await ElapsedUntilSentAsync(world, first), TimeSpan.FromDays(1), TimeSpan.FromDays(6));
        Assert.NotNull(await world.Queue.FindAsync(held, default));
        clock.Jump(TimeSpan.FromDays(-900));

        Assert.InRange(
            await ElapsedUntilSentAsync(world, held), TimeSpan.Zero, TimeSpan.FromDays(450));
        Assert.InRange(clock.GetElapsedTime(Start.Ticks), TimeSpan.FromDays(7), TimeSpan.FromDays(450));
    }

    [Fact]
    public async Task A_lifetime_that_began_while_the_clock_was_ahead_ends_in_time()
    {
        await using SmtpSink sink = new(RefuseOnce());
        await using OutboundWorld world = await OutboundWorld.CreateAsync(clock);
        world.Route("dest.test", sink);
        long id = await world.QueueAsync("a@dest.test");
        clock.Jump(TimeSpan.FromDays(-900));

        QueueItem? left = await world.TryAsync(id);

        Assert.Equal(clock.GetUtcNow() + TimeSpan.FromDays(5), left!.Expires);
        Assert.Null(await world.TryAsync(id));
    }

    [Fact]
    public async Task A_clock_that_jumps_forward_returns_no_message_that_was_hardly_tried()
    {
        await using SmtpSink sink = new(RefuseOnce());
        await using OutboundWorld world = await OutboundWorld.CreateAsync(clock);
        world.Route("dest.test", sink);
        long id = await world.QueueAsync("a@dest.test");
        clock.Jump(TimeSpan.FromDays(900));

        Assert.NotNull(await world.TryAsync(id));
        Assert.Null(await world.TryAsync(id));

        Assert.DoesNotContain(world.Reports.Results, result => result.Action == DeliveryAction.Failed);
        Assert.Single(sink.Messages);
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(MailException))]
    public async Task A_look_up_that_fails_loses_no_message_and_stops_no_other(Type fault)
    {
        await using SmtpSink sink = new();
        await using OutboundWorld world = await OutboundWorld.CreateAsync(clock);
        world.Route("dest.test", sink);
        int lookups = 0;
        world.Local.BeforeLookup = () =>
        {
            if (Interlocked.Increment(ref lookups) == 1)
            {
                throw fault == typeof(MailException)
                    ? MailException.Of(MailError.StoreUnavailable, "store")
                    : new InvalidOperationException();
            }
        };
        long[] ids = [await world.QueueAsync("a@dest.test"), await world.QueueAsync("b@dest.test")];

        await world.Service.StartAsync();
        await sink.NextAsync();
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(await world.UntilAsync(ids[0], item => item is null));
        Assert.Null(await world.UntilAsync(ids[1], item => item is null));
    }

    private static SmtpScript RefuseOnce()
    {
        int refused = 0;
        return new SmtpScript
        {
            Reply = (line, _) => line.StartsWith("RCPT", StringComparison.Ordinal) && refused++ == 0
                ? "450 4.2.1 busy"
                : null,
        };
    }

    private static QueueItem Hold(QueueItem item, TimeSpan time) => item with
    {
        Options = item.Options with { HoldUntil = item.Queued + time },
        NextAttempt = item.Queued + time,
        Expires = item.Expires + time,
    };

    // The clock stands still while the timetable works and while an attempt is under way, however long that takes.
    private async Task<TimeSpan> ElapsedUntilSentAsync(OutboundWorld world, long id)
    {
        long begin = clock.GetTimestamp();
        using CancellationTokenSource limit = new(RealTimeLimit);
        while (await world.Queue.FindAsync(id, limit.Token) is not null)
        {
            if (clock.HasDelayWithin(Step) && world.Service.FindAttempt(id) is null)
            {
                clock.Advance(Step);
            }

            await Task.Delay(1, limit.Token);
        }

        return clock.GetElapsedTime(begin);
    }
}
