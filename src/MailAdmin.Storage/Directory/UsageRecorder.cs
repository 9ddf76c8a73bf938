using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>
/// Records what accounts use: all of them once a day, in portions while nothing else waits, and when the store is
/// closed those that changed since.
/// </summary>
/// <param name="read">What each account uses now.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class UsageRecorder(
    Func<IEnumerable<(AccountId Account, long UsedSize)>> read, TimeProvider timeProvider)
{
    private const int Portion = 500;
    private readonly Dictionary<AccountId, long> recorded =
        read().Where(one => one.UsedSize > 0).ToDictionary(one => one.Account, one => one.UsedSize);
    private DateOnly? recordedDay;
    private Queue<DailyUsage>? waiting;

    /// <summary>The day now.</summary>
    public DateOnly Today => DateOnly.FromDateTime(timeProvider.GetUtcNow().UtcDateTime);

    /// <summary>Reads what another process recorded before.</summary>
    public void Begin(DirectoryFile file)
    {
        recordedDay = file.Usage.ReadDay();
        waiting = null;
    }

    /// <summary>Whether usage has to be recorded, now that the day may be another one.</summary>
    public bool IsDue => waiting is not null || recordedDay != Today;

    /// <summary>Records the next accounts of a day.</summary>
    public void Step(DirectoryFile file)
    {
        DateOnly day = Today;
        waiting ??= new Queue<DailyUsage>(read()
            .Where(one => one.UsedSize > 0 || recorded.ContainsKey(one.Account))
            .Select(one => ToUsage(one, day)));
        List<DailyUsage> portion = [];
        while (portion.Count < Portion && waiting.TryDequeue(out DailyUsage? usage))
        {
            portion.Add(usage);
            recorded[usage.Account] = usage.UsedSize.Bytes;
        }

        bool complete = waiting.Count == 0;
        file.WriteUsage(portion, complete ? day : null);
        if (complete)
        {
            (waiting, recordedDay) = (null, day);
        }
    }

    /// <summary>Records the accounts that use something else than what was recorded last.</summary>
    public void RecordChanged(DirectoryFile file)
    {
        DateOnly day = Today;
        DailyUsage[] changed =
        [
            .. read()
                .Where(one => recorded.GetValueOrDefault(one.Account) != one.UsedSize)
                .Select(one => ToUsage(one, day)),
        ];
        file.WriteUsage(changed, completed: null);
    }

    private static DailyUsage ToUsage((AccountId Account, long UsedSize) one, DateOnly day) =>
        new(one.Account, day, new MailSize(one.UsedSize));
}
