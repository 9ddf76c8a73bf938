namespace MailAdmin.Server.Reports;

/// <summary>Makes delivery status notifications and finds where they go. RFC 3461 §6, RFC 3464</summary>
internal interface IDeliveryReports
{
    /// <summary>
    /// Composes the report of what the sender wants to be told (NOTIFY), from the null reverse-path, for the caller to
    /// commit together with the change that it reports. Null: there is nothing to tell, or nobody.
    /// </summary>
    ValueTask<PlannedMail?> PlanAsync(ReportRequest request, CancellationToken cancellationToken);
}
