using System.Globalization;
using MailAdmin.Contracts;

namespace MailAdmin.Diagnostics.Server;

/// <summary>What is judged of the store itself: disk, data, queue and clock.</summary>
internal sealed class StoreChecks(ServerTestRequest request, TimeProvider timeProvider)
{
    private const long Gigabyte = 1024L * 1024 * 1024;
    private const long FailBelow = Gigabyte / 8;
    private static readonly TimeSpan Patient = TimeSpan.FromHours(4);

    // A second hand that moved a little is no fault.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>Whether there is space for mail to come.</summary>
    public CheckOutcome JudgeDisk(MailStore store)
    {
        (long free, long total) = request.Disk(store.Path);
        (string, string)[] values = [("free", new MailSize(free).ToString()), ("total", new MailSize(total).ToString()), ("path", store.Path)];
        string look = $"Get-MailStore{Path(" -Path")} | Format-List";
        if (free < FailBelow)
        {
            return CheckOutcome.Fail(MailTestCode.DiskLow, "Full", values) with { FixCommand = look };
        }

        return free < Gigabyte || free < total / 50
            ? CheckOutcome.Warn(MailTestCode.DiskLow, "", values) with { FixCommand = look }
            : CheckOutcome.Pass("Disk", values);
    }

    /// <summary>What the store finds about its own files, in the time there is.</summary>
    public async Task<CheckOutcome> CheckStoreAsync(IMailAdministration administration, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(request.Timeout, timeProvider);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        string whole = $"Test-MailStore{request.CommandSuffix}";
        try
        {
            IReadOnlyList<MailStoreFinding> findings = await administration.TestStoreAsync(null, both.Token);
            return JudgeFindings(findings, whole);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return CheckOutcome.Skip("StoreTakesLong") with { FixCommand = whole };
        }
    }

    /// <summary>Whether mail to other domains flows.</summary>
    public async Task<CheckOutcome> CheckQueueAsync(IMailAdministration administration, CancellationToken cancellationToken)
    {
        int count = 0;
        int deferred = 0;
        int suspended = 0;
        MailQueueItem? oldest = null;
        await foreach (MailQueueItem item in administration.GetQueueAsync(new QueueFilter(), cancellationToken))
        {
            count++;
            suspended += item.Status == MailQueueStatus.Suspended ? 1 : 0;
            if (item.Status == MailQueueStatus.Deferred)
            {
                deferred++;
                oldest = oldest is null || item.Queued < oldest.Queued ? item : oldest;
            }
        }

        (string, string)[] counts = [("count", Number(count)), ("deferred", Number(deferred)), ("suspended", Number(suspended))];
        if (oldest is null)
        {
            return suspended > 0
                ? CheckOutcome.Warn(MailTestCode.QueueDelayed, "Suspended", counts) with { FixCommand = $"Get-MailQueueItem -Status Suspended{request.CommandSuffix}" }
                : CheckOutcome.Pass("Queue", counts);
        }

        TimeSpan age = timeProvider.GetUtcNow() - oldest.Queued;
        CheckOutcome outcome = age > Patient ? CheckOutcome.Fail(MailTestCode.QueueDelayed) : CheckOutcome.Warn(MailTestCode.QueueDelayed);
        return outcome.With(
        [
            .. counts,
            ("age", $"{(int)age.TotalHours}:{age.Minutes:00}"),
            ("domain", oldest.Domain),
            ("error", oldest.LastError ?? "-"),
        ]) with { FixCommand = $"Get-MailQueueItem -Status Deferred{request.CommandSuffix}" };
    }

    /// <summary>What was stored cannot have been stored later than now: then the clock was set back, or was wrong before.</summary>
    public CheckOutcome JudgeClock(MailStore store, IReadOnlyList<MailListener> listeners)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        DateTimeOffset latest = listeners.Select(listener => listener.Started).Append(store.Created).Append(store.LastBackup ?? store.Created).Max();
        return latest - now > Tolerance
            ? CheckOutcome.Fail(MailTestCode.ClockSkew, "Store", ("now", Time(now)), ("latest", Time(latest))) with { FixCommand = "[DateTimeOffset]::Now" }
            : CheckOutcome.Pass("Clock", ("now", Time(now)));
    }

    private CheckOutcome JudgeFindings(IReadOnlyList<MailStoreFinding> findings, string whole)
    {
        MailStoreFinding[] grave = [.. findings.Where(finding => finding.Severity != FindingSeverity.Information && !finding.Repaired)];
        if (grave.Length == 0)
        {
            return CheckOutcome.Pass("Store");
        }

        string codes = string.Join(", ", grave.Select(finding => finding.Code).Distinct());
        CheckOutcome outcome = grave.Any(finding => finding.Severity == FindingSeverity.Error)
            ? CheckOutcome.Fail(MailTestCode.StoreDamaged)
            : CheckOutcome.Warn(MailTestCode.StoreDamaged);
        return outcome.With(("count", Number(grave.Length)), ("codes", codes)) with
        {
            FixCommand = grave.Any(finding => finding.Repairable) ? $"Repair-MailStore{Path(" -Path")}" : whole,
        };
    }

    private string Path(string parameter) => request.CommandSuffix.Replace(" -StorePath", parameter, StringComparison.Ordinal);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture);
}
