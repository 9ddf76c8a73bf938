namespace MailAdmin.Server.Reports;

/// <summary>Composes delivery status notifications. RFC 3461 §6, RFC 3464</summary>
internal interface IDeliveryReports
{
    /// <summary>
    /// Composes the report that the sender asked for (NOTIFY), from the null reverse-path, for the caller to commit
    /// together with the change that it reports. Returns null when nothing is to be reported.
    /// </summary>
    ValueTask<PlannedMail?> PlanAsync(ReportRequest request, CancellationToken cancellationToken);
}
