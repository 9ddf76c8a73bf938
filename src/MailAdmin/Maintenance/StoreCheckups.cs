using System.Globalization;
using MailAdmin.Reporting;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Maintenance;

/// <summary>The steps that look for what an administrator should see to, and change nothing.</summary>
internal static class StoreCheckups
{
    private const int MaxNamed = 5;
    private static readonly TimeSpan OldInQueue = TimeSpan.FromHours(24);

    /// <summary>Looks for messages that have been waiting for more than a day.</summary>
    public static async Task<StepOutcome> QueueAsync(
        IMailAdministration store, DateTime now, CancellationToken cancellationToken)
    {
        int count = 0;
        int old = 0;
        await foreach (MailQueueItem item in store.StreamAsync(new GetQueue(new QueueFilter()), cancellationToken))
        {
            count++;
            old += item.Queued < now - OldInQueue ? 1 : 0;
        }

        return old > 0
            ? new(MaintenanceStatus.Warning, MailText.Of("Maintenance.OldInQueue", old))
            : new(MaintenanceStatus.Ok, MailText.Of("Maintenance.Queue", count));
    }

    /// <summary>Looks for listeners whose certificate expires within 30 days.</summary>
    public static async Task<StepOutcome> CertificateAsync(
        IMailAdministration store, DateTime now, CancellationToken cancellationToken)
    {
        IReadOnlyList<MailListener> listeners =
            await store.SendAsync(new GetListeners(new ListenerFilter()), cancellationToken);
        MailListener? first = listeners
            .Where(listener => listener.CertificateExpires < now.AddDays(ReportAdvice.CertificateDays))
            .MinBy(listener => listener.CertificateExpires);
        return first is null
            ? new(MaintenanceStatus.Ok, MailText.Of("Maintenance.Certificates", listeners.Count))
            : new(MaintenanceStatus.Warning, MailText.Of(
                "Report.CertificateExpires",
                $"{first.Protocol} {first.EndPoint}",
                first.CertificateExpires!.Value.ToString("d", CultureInfo.CurrentCulture)));
    }

    /// <summary>Reads the whole store and checks it.</summary>
    public static async Task<StepOutcome> CheckAsync(
        IMailAdministration store, IProgress<double> progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<MailStoreFinding> findings =
            await store.SendAsync(new CheckStore(), progress, cancellationToken);
        string[] codes =
        [
            .. findings.Where(finding => finding.Severity > FindingSeverity.Information)
                .Select(finding => finding.Code)
                .Distinct(),
        ];
        return codes.Length == 0
            ? new(MaintenanceStatus.Ok, MailText.Of("Maintenance.Healthy"))
            : new(MaintenanceStatus.Warning, MailText.Of(
                "Maintenance.Findings", string.Join(", ", codes.Take(MaxNamed))));
    }
}
