using MailAdmin.Contracts;
using MailAdmin.Server.Administration.Quotas;
using Microsoft.Extensions.Time.Testing;

namespace MailAdmin.Tests.Server;

public sealed class QuotaForecastTests
{
    private static readonly DateOnly Today = new(2026, 3, 31);

    [Fact]
    public void A_straight_line_is_continued()
    {
        MailQuota quota = Forecast(quota: 1_000, used: 500, (1, 450), (2, 400), (10, 0));

        Assert.Equal(new MailSize(50), quota.GrowthPerDay);
        Assert.Equal(Start(Today.AddDays(10)), quota.FullOn);
    }

    [Fact]
    public void The_line_that_fits_best_is_taken_and_today_is_what_is_used_now()
    {
        // Around the line 100 + 10 a day: 10 below, 10 above, 10 above, 10 below.
        MailQuota quota = Forecast(quota: 1_000, used: 120, (3, 90), (2, 120), (1, 130), (0, 7));

        Assert.Equal(new MailSize(10), quota.GrowthPerDay);
        Assert.Equal(Start(Today.AddDays(88)), quota.FullOn);
    }

    [Fact]
    public void Usage_of_several_accounts_on_a_day_counts_together()
    {
        Assert.Equal(new MailSize(100), Forecast(quota: 1_000, used: 300, (1, 150), (1, 50)).GrowthPerDay);
    }

    [Fact]
    public void What_is_full_is_full_today()
    {
        Assert.Equal(Start(Today), Forecast(quota: 100, used: 300, (1, 150)).FullOn);
    }

    [Theory]
    [InlineData(1_000, 500, 1_000)]
    [InlineData(1_000, 500, 500)]
    public void Without_growth_there_is_no_forecast(long quota, long used, long before)
    {
        MailQuota found = Forecast(quota, used, (1, before));

        Assert.Null(found.GrowthPerDay);
        Assert.Null(found.FullOn);
    }

    [Fact]
    public void One_day_is_too_few_and_a_day_that_is_to_come_does_not_count()
    {
        Assert.Null(Forecast(quota: 1_000, used: 500).GrowthPerDay);
        Assert.Null(Forecast(quota: 1_000, used: 500, (-30_000, 100)).GrowthPerDay);
    }

    [Fact]
    public void Without_a_limit_or_in_a_hundred_years_it_is_never_full()
    {
        Assert.Null(Forecast(MailSize.Unlimited.Bytes, used: 500, (1, 450)).FullOn);
        MailQuota slow = Forecast(quota: 1L << 50, used: 500, (1, 450));

        Assert.Equal(new MailSize(50), slow.GrowthPerDay);
        Assert.Null(slow.FullOn);
    }

    private static DateTime Start(DateOnly day) => day.ToDateTime(TimeOnly.MinValue);

    private static MailQuota Forecast(long quota, long used, params (int DaysAgo, long Used)[] past)
    {
        FakeTimeProvider clock = new(new DateTimeOffset(Today, new TimeOnly(12, 0), TimeSpan.Zero));
        MailQuota now =
            new() { Address = "ann@example.test", Quota = new MailSize(quota), UsedSize = new MailSize(used) };
        return new QuotaForecast(history: null!, clock).Add(
            now, past.Select(
                day => new DailyUsage(new AccountId(1), Today.AddDays(-day.DaysAgo), new MailSize(day.Used))));
    }
}
