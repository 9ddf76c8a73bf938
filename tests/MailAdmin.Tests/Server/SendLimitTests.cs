using MailAdmin.Contracts;
using MailAdmin.Server.Routing;
using MailAdmin.Tests.Dialogues;

namespace MailAdmin.Tests.Server;

public sealed class SendLimitTests
{
    private readonly ManualClock clock = new(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly AccountRecord ann = new() { Address = TestStore.Address("ann@example.test"), MaxSendPerDay = 10 };

    [Fact]
    public void Recipients_count_for_a_day()
    {
        SendLimit limit = new(clock);

        Assert.True(limit.TryTake(ann, 10));
        Assert.False(limit.TryTake(ann, 1));
        clock.Advance(TimeSpan.FromHours(23));
        Assert.False(limit.Allows(ann, 1));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.True(limit.Allows(ann, 10));
    }

    [Theory]
    [InlineData(-900)]
    [InlineData(900)]
    public void A_clock_that_is_set_neither_clears_a_count_nor_keeps_it(int days)
    {
        SendLimit limit = new(clock);
        Assert.True(limit.TryTake(ann, 10));

        clock.Jump(TimeSpan.FromDays(days));

        Assert.False(limit.Allows(ann, 1));
        clock.Advance(TimeSpan.FromHours(24));
        Assert.True(limit.TryTake(ann, 10));
    }
}
