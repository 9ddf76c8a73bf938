namespace MailAdmin.Diagnostics;

/// <summary>
/// Finds the one result that explains the others: the first failure in the order of the checks, since later checks
/// depend on earlier ones. Only the registration of a domain is checked after the DNS that it explains.
/// </summary>
public static class RootCauseRule
{
    /// <summary>The root cause; null when nothing failed.</summary>
    public static MailTestResult? Find(IReadOnlyList<MailTestResult> results)
    {
        MailTestResult? first = results.FirstOrDefault(result => result.Status == MailTestStatus.Fail);
        MailTestResult? registration = first?.Layer == MailTestLayer.Dns
            ? results.FirstOrDefault(result => result is { Layer: MailTestLayer.Domain, Status: MailTestStatus.Fail })
            : null;
        return registration ?? first;
    }

    /// <summary>All results of a target as one object.</summary>
    public static MailTestSummary Summarize(string target, IReadOnlyList<MailTestResult> results)
    {
        MailTestResult? cause = Find(results);
        return new MailTestSummary { Target = target, Succeeded = cause is null, RootCause = cause, Checks = results };
    }
}
