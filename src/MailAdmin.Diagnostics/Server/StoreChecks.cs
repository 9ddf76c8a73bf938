using System.Globalization;
using MailAdmin.Requests;

namespace MailAdmin.Diagnostics.Server;

/// <summary>The checks of the store itself: disk, data, queue and clock.</summary>
internal sealed class StoreChecks(
    IMailAdministration administration, ServerTestRequest request, TimeProvider timeProvider)
{
    private const long Gigabyte = 1024L * 1024 * 1024;
    private const long FailBelow = Gigabyte / 8;
    private static readonly TimeSpan MaxQueueAge = TimeSpan.FromHours(4);

    // A clock that was adjusted a little is no fault.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    /// <summary>Whether the disk has space for new mail.</summary>
    public CheckOutcome EvaluateDisk(MailStore store)
    {
        (long free, long total) = request.Disk(store.Path);
        CheckOutcome outcome = free < FailBelow ? CheckOutcome.Fail(MailTestCode.DiskLow, "Full")
            : free < Gigabyte || free < total / 50 ? CheckOutcome.Warn(MailTestCode.DiskLow)
            : CheckOutcome.Pass("Disk");
        bool isPassed = outcome.Status == MailTestStatus.Pass;
        return outcome.With(
            ("free", new MailSize(free).ToString()),
            ("total", new MailSize(total).ToString()),
            ("path", store.Path)) with
        {
            FixCommand = isPassed ? "" : $"Get-MailStore{StoreArgument("-Path")} | Format-List",
        };
    }

    /// <summary>
    /// What the store finds in its own files; when that takes too long, at least what opening it has found.
    /// </summary>
    public async Task<CheckOutcome> CheckStoreAsync(MailStore store, CancellationToken cancellationToken)
    {
        string command = $"Test-MailStore{request.CommandSuffix}";
        CheckOutcome atOpening = EvaluateFindings(store.Finding, command);
        return await Deadline.RunAsync(
            request.Timeout,
            timeProvider,
            async token => EvaluateFindings(await administration.SendAsync(new CheckStore(), token), command),
            atOpening.Status == MailTestStatus.Pass
                ? CheckOutcome.Skip("StoreTakesLong") with { FixCommand = command }
                : atOpening,
            cancellationToken);
    }

    /// <summary>Whether mail to other domains is delivered.</summary>
    public async Task<CheckOutcome> CheckQueueAsync(CancellationToken cancellationToken)
    {
        int count = 0;
        int deferred = 0;
        int suspended = 0;
        MailQueueItem? oldest = null;
        await foreach (MailQueueItem item in administration.StreamAsync(
            new GetQueue(new QueueFilter()), cancellationToken))
        {
            count++;
            suspended += item.Status == MailQueueStatus.Suspended ? 1 : 0;
            if (item.Status == MailQueueStatus.Deferred)
            {
                deferred++;
                oldest = oldest is null || item.Queued < oldest.Queued ? item : oldest;
            }
        }

        return EvaluateQueue(oldest, suspended)
            .With(("count", $"{count}"), ("deferred", $"{deferred}"), ("suspended", $"{suspended}"));
    }

    /// <summary>Nothing can have been stored in the future: then the clock was set back, or was ahead before.</summary>
    public CheckOutcome EvaluateClock(MailStore store, IReadOnlyList<MailListener> listeners)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        DateTimeOffset latest = listeners.Select(listener => listener.Started)
            .Append(store.Created)
            .Append(store.LastBackup ?? store.Created)
            .Max();
        CheckOutcome outcome = latest - now > ClockTolerance
            ? CheckOutcome.Fail(MailTestCode.ClockSkew, "Store") with { FixCommand = "[DateTimeOffset]::Now" }
            : CheckOutcome.Pass("Clock");
        return outcome.With(("now", Time(now)), ("latest", Time(latest)));
    }

    private CheckOutcome EvaluateQueue(MailQueueItem? oldest, int suspended)
    {
        if (oldest is not null)
        {
            TimeSpan age = timeProvider.GetUtcNow() - oldest.Queued;
            CheckOutcome outcome = age > MaxQueueAge
                ? CheckOutcome.Fail(MailTestCode.QueueDelayed)
                : CheckOutcome.Warn(MailTestCode.QueueDelayed);
            return outcome.With(
                ("age", $"{(int)age.TotalHours}:{age.Minutes:00}"),
                ("domain", oldest.Domain),
                ("error", oldest.LastError ?? "-")) with { FixCommand = Queue("Deferred") };
        }

        return suspended > 0
            ? CheckOutcome.Warn(MailTestCode.QueueDelayed, "Suspended") with { FixCommand = Queue("Suspended") }
            : CheckOutcome.Pass("Queue");
    }

    private CheckOutcome EvaluateFindings(IReadOnlyList<MailStoreFinding> findings, string testCommand)
    {
        MailStoreFinding[] faults =
            [.. findings.Where(finding => finding.Severity != FindingSeverity.Information)];
        if (faults.Length == 0)
        {
            return CheckOutcome.Pass("Store");
        }

        // What was repaired at opening says that something happened; what was not comes first.
        MailStoreFinding[] open = [.. faults.Where(finding => !finding.Repaired)];
        faults = open.Length > 0 ? open : faults;
        string codes = string.Join(", ", faults.Select(finding => finding.Code).Distinct());
        CheckOutcome outcome = open.Length == 0 ? CheckOutcome.Warn(MailTestCode.StoreDamaged, "Repaired")
            : open.Any(finding => finding.Severity == FindingSeverity.Error)
            ? CheckOutcome.Fail(MailTestCode.StoreDamaged)
            : CheckOutcome.Warn(MailTestCode.StoreDamaged);
        bool isRepairable = open.Any(finding => finding.Repairable);
        return outcome.With(("count", $"{faults.Length}"), ("codes", codes))
            .WithEvidence(string.Join('\n', faults.AsEnumerable())) with
        {
            FixCommand = isRepairable ? $"Repair-MailStore{StoreArgument("-Path")}" : testCommand,
        };
    }

    private string Queue(string status) => $"Get-MailQueueItem -Status {status}{request.CommandSuffix}";

    private string StoreArgument(string parameter) =>
        request.CommandSuffix.Replace(" -StorePath", " " + parameter, StringComparison.Ordinal);

    private static string Time(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture);
}
