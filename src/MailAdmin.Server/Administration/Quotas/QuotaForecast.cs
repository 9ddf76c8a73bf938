using MailAdmin.Contracts;

namespace MailAdmin.Server.Administration.Quotas;

/// <summary>
/// Says when a quota will be full: the straight line that fits the used sizes of the last 30 days best (least squares).
/// </summary>
internal sealed class QuotaForecast(IDirectoryHistory history, TimeProvider timeProvider)
{
    private const int Days = 30;

    // A day that is further away means never.
    private const int MaxDays = 100 * 365;

    private DateOnly Today => DateOnly.FromDateTime(timeProvider.GetUtcNow().UtcDateTime);

    /// <summary>What an account used on each of the last days, or all accounts for null.</summary>
    public async ValueTask<ILookup<AccountId, DailyUsage>> ReadAsync(
        AccountId? account, CancellationToken cancellationToken)
    {
        List<DailyUsage> usage = await history.ListUsageAsync(account, Today.AddDays(-Days), cancellationToken)
            .ToListAsync(cancellationToken);
        return usage.ToLookup(one => one.Account);
    }

    /// <summary>Adds growth, and the day on which it is full, to a quota.</summary>
    /// <param name="quota">The quota, and what is used now.</param>
    /// <param name="usage">What was used on days before, by one account or by several together.</param>
    public MailQuota Add(MailQuota quota, IEnumerable<DailyUsage> usage)
    {
        DateOnly today = Today;
        Dictionary<DateOnly, double> days = usage
            .Where(one => one.Day < today)
            .GroupBy(one => one.Day, one => (double)one.UsedSize.Bytes)
            .ToDictionary(day => day.Key, day => day.Sum());
        days[today] = quota.UsedSize.Bytes;
        double growth = SlopeOf([.. days.Select(day => ((double)(day.Key.DayNumber - today.DayNumber), day.Value))]);
        if (growth < 1)
        {
            return quota;
        }

        long free = quota.Quota.Bytes - quota.UsedSize.Bytes;
        return quota with
        {
            GrowthPerDay = new MailSize((long)Math.Round(growth)),
            FullOn = quota.Quota.IsUnlimited ? null : FullOn(today, free, growth),
        };
    }

    // Bytes a day; 0 when there are fewer than two days.
    private static double SlopeOf(IReadOnlyList<(double Day, double Used)> points)
    {
        double meanDay = points.Average(point => point.Day);
        double meanUsed = points.Average(point => point.Used);
        double variance = points.Sum(point => (point.Day - meanDay) * (point.Day - meanDay));
        double covariance = points.Sum(point => (point.Day - meanDay) * (point.Used - meanUsed));
        return variance > 0 ? covariance / variance : 0;
    }

    private static DateTime? FullOn(DateOnly today, long free, double growth)
    {
        double days = Math.Ceiling(Math.Max(0, free) / growth);
        return days > MaxDays ? null : today.AddDays((int)days).ToDateTime(TimeOnly.MinValue, DateTimeKind.Local);
    }
}
