using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Trace;

/// <remarks>Reads the trace once and keeps only counts, however much there is of it.</remarks>
internal sealed class GetActivityHandler(IMailTrace trace, IDirectoryHistory history, TimeProvider timeProvider)
    : IRequestHandler<GetActivity, StoreActivity>
{
    private const int MaxDays = 400;
    private const int MaxFailures = 20;

    public async Task<StoreActivity> HandleAsync(GetActivity request, CancellationToken cancellationToken)
    {
        DateOnly today = DayOf(timeProvider.GetUtcNow());
        DateOnly oldest = today.AddDays(1 - MaxDays);
        DateOnly first = DayOf(request.Since);
        first = first < oldest ? oldest : first > today ? today : first;
        Dictionary<DateOnly, ActivityDay> days = [];
        for (DateOnly day = first; day <= today; day = day.AddDays(1))
        {
            days.Add(day, new ActivityDay { Day = day });
        }

        FailureCount failures = new();
        await CountAsync(days, failures, first, cancellationToken);
        await foreach (DailyUsage usage in history.ListUsageAsync(account: null, first, cancellationToken))
        {
            if (days.TryGetValue(usage.Day, out ActivityDay? day))
            {
                day.UsedBytes += usage.UsedSize.Bytes;
            }
        }

        return new StoreActivity
        {
            Days = [.. days.Values.OrderBy(day => day.Day)],
            Failures = failures.Top(MaxFailures),
        };
    }

    private async Task CountAsync(
        Dictionary<DateOnly, ActivityDay> days,
        FailureCount failures,
        DateOnly first,
        CancellationToken cancellationToken)
    {
        DateTime midnight = first.ToDateTime(TimeOnly.MinValue);
        TraceFilter filter = new()
        {
            Start = new DateTimeOffset(midnight, timeProvider.LocalTimeZone.GetUtcOffset(midnight)),
        };
        await foreach (MailTraceEvent traced in trace.FindAsync(filter, cancellationToken))
        {
            // The clock may have gone back since an event was recorded.
            DateTimeOffset time = new(DateTime.SpecifyKind(traced.Timestamp, DateTimeKind.Utc));
            if (days.TryGetValue(DayOf(time), out ActivityDay? day))
            {
                Count(day, traced);
                failures.Add(traced);
            }
        }
    }

    private static void Count(ActivityDay day, MailTraceEvent traced)
    {
        switch (traced.EventId)
        {
            case MailTraceEventId.Receive:
                day.Received++;
                day.ReceivedBytes += traced.Size?.Bytes ?? 0;
                break;
            case MailTraceEventId.Deliver:
                day.Delivered++;
                break;
            case MailTraceEventId.Send:
                day.Sent++;
                break;
            case MailTraceEventId.Reject:
                day.Rejected++;
                break;
            case MailTraceEventId.Bounce:
                day.Bounced++;
                break;
        }
    }

    private DateOnly DayOf(DateTimeOffset time) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, timeProvider.LocalTimeZone).DateTime);
}
