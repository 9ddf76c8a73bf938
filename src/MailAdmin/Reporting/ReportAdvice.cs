using MailAdmin.Diagnostics;
using MailAdmin.Texts;

namespace MailAdmin.Reporting;

/// <summary>Something to do, and the command that does it or shows more.</summary>
internal sealed record Advice(MailText Text, string Command);

/// <summary>What an administrator should do, most urgent first.</summary>
internal static class ReportAdvice
{
    /// <summary>A certificate that is valid for less than this number of days needs to be replaced.</summary>
    public const int CertificateDays = 30;
    private const int FullDays = 30;
    private const double FullPercent = 95;
    private static readonly TimeSpan OldInQueue = TimeSpan.FromHours(4);

    /// <summary>The advice that follows from a report.</summary>
    public static IReadOnlyList<Advice> Of(ReportContent content) =>
    [
        .. OfStore(content), .. OfListeners(content), .. OfQuotas(content), .. OfQueue(content),
    ];

    private static IEnumerable<Advice> OfStore(ReportContent content) => content.Store.Finding
        .Where(finding => finding.Severity > FindingSeverity.Information && !finding.Repaired)
        .Select(finding => new Advice(finding.Text, finding.Repairable
            ? "Test-MailStore | Where-Object Repairable | Repair-MailStore"
            : "Test-MailStore"));

    private static IEnumerable<Advice> OfListeners(ReportContent content)
    {
        if (content.Listeners.Count == 0)
        {
            yield return new(MailText.Of("Report.NoListener"), "Get-Help Start-MailListener -Examples");
        }

        DateTime soon = content.Created.AddDays(CertificateDays);
        foreach (MailListener listener in content.Listeners.Where(listener => listener.CertificateExpires < soon))
        {
            string name = $"{listener.Protocol} {listener.EndPoint}";
            string day = content.Day(listener.CertificateExpires!.Value);
            yield return new(
                MailText.Of("Report.CertificateExpires", name, day),
                $"Test-MailTls localhost -Port {listener.Port}");
        }
    }

    private static IEnumerable<Advice> OfQuotas(ReportContent content)
    {
        DateTime soon = content.Created.AddDays(FullDays);
        foreach (MailQuota quota in content.Quotas)
        {
            if (quota.UsedPercent >= FullPercent)
            {
                yield return new(
                    MailText.Of("Report.AlmostFull", quota.Address, Percent(content, quota)),
                    $"Get-MailMailbox {CommandText.Quote(quota.Address)}");
            }
            else if (quota.FullOn < soon)
            {
                yield return new(
                    MailText.Of("Report.FullSoon", quota.Address, content.Day(quota.FullOn.Value)),
                    $"Get-MailQuota {CommandText.Quote(quota.Address)} -Forecast");
            }
        }
    }

    private static IEnumerable<Advice> OfQueue(ReportContent content)
    {
        if (content.Queue.Oldest < content.Created - OldInQueue)
        {
            yield return new(
                MailText.Of(
                    "Report.OldInQueue", content.Number(content.Queue.Count), content.Time(content.Queue.Oldest.Value)),
                "Get-MailQueueItem");
        }
    }

    private static string Percent(ReportContent content, MailQuota quota) =>
        quota.UsedPercent!.Value.ToString("0.#", content.Culture);
}
