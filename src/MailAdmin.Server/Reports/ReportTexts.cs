namespace MailAdmin.Server.Reports;

/// <summary>What a report says to people, in one language. Advice is by status code. RFC 3463 §3</summary>
internal abstract class ReportTexts
{
    /// <summary>The texts of a language.</summary>
    public static ReportTexts Of(ReportLanguage language) =>
        language == ReportLanguage.Japanese ? JapaneseReportTexts.Instance : EnglishReportTexts.Instance;

    /// <summary>The subject of a report whose worst news is this.</summary>
    public abstract string Subject(ReportAction action, string? subject);

    /// <summary>Who writes, and about which message.</summary>
    public abstract string Opening(string hostName, string? subject, DateTimeOffset arrived);

    /// <summary>What is said above the recipients that share a fate.</summary>
    public abstract string Heading(ReportAction action);

    /// <summary>The reply of another server.</summary>
    public abstract string Reply(string? host, string reply);

    /// <summary>Why, when no server said anything.</summary>
    public abstract string Reason(string reason);

    /// <summary>Until when it is tried.</summary>
    public abstract string RetryUntil(DateTimeOffset until);

    /// <summary>What the code means and what can be done; null: nothing can be said.</summary>
    public abstract string? Advice(string status);

    /// <summary>What stands below.</summary>
    public abstract string Closing(bool hasFailure);
}
