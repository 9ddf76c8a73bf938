using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Trace;
using Microsoft.Extensions.Time.Testing;

namespace MailAdmin.Tests.Server;

public sealed class ActivityTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 10, 15, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider clock = new(Now);

    [Fact]
    public async Task Events_are_counted_on_the_day_they_have_in_the_zone_of_the_server()
    {
        clock.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("East", TimeSpan.FromHours(9), "East", "East"));
        StoreActivity activity = await AskAsync(
            Now.AddDays(-1),
            Event(MailTraceEventId.Receive, Now.AddHours(-1), size: 100),
            Event(MailTraceEventId.Receive, Now.AddHours(-1), size: 50),
            Event(MailTraceEventId.Deliver, Now.AddHours(-1)),
            Event(MailTraceEventId.Deliver, Now),
            Event(MailTraceEventId.Send, Now.AddDays(-1)),
            Event(MailTraceEventId.Retrieve, Now));

        // 15:00 UTC is midnight there.
        Assert.Equal([new DateOnly(2026, 5, 10), new DateOnly(2026, 5, 11)], activity.Days.Select(day => day.Day));
        Assert.Equal((2, 150, 1, 1), Figures(activity.Days[0]));
        Assert.Equal((0, 0, 1, 0), Figures(activity.Days[1]));

        static (long Received, long Bytes, long Delivered, long Sent) Figures(ActivityDay day) =>
            (day.Received, day.ReceivedBytes, day.Delivered, day.Sent);
    }

    [Fact]
    public async Task Failures_are_counted_by_status_code_with_the_last_reason_and_the_most_frequent_first()
    {
        StoreActivity activity = await AskAsync(
            Now,
            Event(MailTraceEventId.Bounce, Now, code: "5.1.1", detail: "first"),
            Event(MailTraceEventId.Reject, Now, code: "5.7.1"),
            Event(MailTraceEventId.Bounce, Now, code: "5.1.1", detail: "last"),
            Event(MailTraceEventId.Bounce, Now, code: "5.1.1"),
            Event(MailTraceEventId.Defer, Now));

        Assert.Equal(
            [
                (MailTraceEventId.Bounce, "5.1.1", 3, "last"),
                (MailTraceEventId.Defer, "", 1, ""),
                (MailTraceEventId.Reject, "5.7.1", 1, ""),
            ],
            activity.Failures.Select(one => (one.EventId, one.StatusCode, (int)one.Count, one.Detail)));
        Assert.Equal((1, 3), (activity.Days[0].Rejected, activity.Days[0].Bounced));
    }

    [Fact]
    public async Task However_many_codes_other_servers_invent_the_answer_is_short()
    {
        StoreActivity activity = await AskAsync(
            Now,
            [.. Enumerable.Range(0, 5000).Select(code => Event(MailTraceEventId.Bounce, Now, code: $"5.9.{code}"))]);

        Assert.Equal(20, activity.Failures.Count);
        Assert.Equal(("", 4000), (activity.Failures[0].StatusCode, activity.Failures[0].Count));
        Assert.Equal(5000, activity.Days[0].Bounced);
    }

    [Theory]
    [InlineData(-100_000, 400)]
    [InlineData(-399, 400)]
    [InlineData(0, 1)]
    [InlineData(5, 1)]
    public async Task There_are_at_most_400_days_and_today_at_least(int firstDay, int count)
    {
        StoreActivity activity = await AskAsync(Now.AddDays(firstDay));

        Assert.Equal(count, activity.Days.Count);
        Assert.Equal(new DateOnly(2026, 5, 10), activity.Days[^1].Day);
    }

    // A clock that was ahead has left events of days that are still to come.
    [Fact]
    public async Task An_event_of_another_day_than_was_asked_for_counts_nowhere()
    {
        StoreActivity activity = await AskAsync(Now, Event(MailTraceEventId.Deliver, Now.AddDays(300)));

        Assert.Equal(0, Assert.Single(activity.Days).Delivered);
    }

    [Fact]
    public async Task What_the_accounts_used_on_a_day_is_added_up()
    {
        DateOnly day = new(2026, 5, 9);
        Records records = new([]) { Usage = [new(new(1), day, new(10)), new(new(2), day, new(5))] };

        StoreActivity activity = await new GetActivityHandler(records, records, clock)
            .HandleAsync(new GetActivity(Now.AddDays(-1)), TestContext.Current.CancellationToken);

        Assert.Equal([15, 0], activity.Days.Select(one => one.UsedBytes));
    }

    private Task<StoreActivity> AskAsync(DateTimeOffset since, params MailTraceEvent[] events)
    {
        Records records = new(events);
        return new GetActivityHandler(records, records, clock)
            .HandleAsync(new GetActivity(since), TestContext.Current.CancellationToken);
    }

    private static MailTraceEvent Event(
        MailTraceEventId happened, DateTimeOffset time, long size =
            0, string? code = null, string? detail = null) => new()
        {
            Timestamp = time.UtcDateTime,
            EventId = happened,
            Source = "Smtp",
            Size = size > 0 ? new MailSize(size) : null,
            StatusCode = code,
            Detail = detail,
        };

    /// <summary>A trace and a history that have what they are given.</summary>
    private sealed class Records(IReadOnlyList<MailTraceEvent> events) : IMailTrace, IDirectoryHistory
    {
        public IReadOnlyList<DailyUsage> Usage { get; init; } = [];

        public IAsyncEnumerable<MailTraceEvent> FindAsync(TraceFilter filter, CancellationToken cancellationToken) =>
            events.Where(one => !(one.Timestamp < filter.Start)).ToAsyncEnumerable();

        public IAsyncEnumerable<DailyUsage> ListUsageAsync(
            AccountId? account, DateOnly since, CancellationToken cancellationToken) =>
            Usage.Where(one => one.Day >= since).ToAsyncEnumerable();

        public void Write(MailTraceEvent traceEvent) => throw new NotSupportedException();

        public void WriteLater(Func<CancellationToken, ValueTask<MailTraceEvent?>> read) =>
            throw new NotSupportedException();

        public IAsyncEnumerable<MailChange> FindChangesAsync(
            ChangeFilter filter, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<long> UndoAsync(long sequence, ChangeOrigin origin, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<LogonRecord>> ListLogonsAsync(
            AccountId account, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
