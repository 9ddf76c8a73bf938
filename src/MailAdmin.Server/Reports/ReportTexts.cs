namespace MailAdmin.Server.Reports;

/// <summary>The texts of reports in one language. Advice is by status code. RFC 3463 §3</summary>
internal abstract class ReportTexts
{
    /// <summary>The texts of a language.</summary>
    public static ReportTexts Of(ReportLanguage language) =>
        language == ReportLanguage.Japanese ? JapaneseReportTexts.Instance : EnglishReportTexts.Instance;

    /// <summary>The subject of a report with this worst result.</summary>
    public abstract string Subject(DeliveryAction action, string? subject);

    /// <summary>The sentence about the sender of the report and the message it is about.</summary>
    public abstract string Opening(string hostName, string? subject, DateTimeOffset arrived);

    /// <summary>The sentence above the recipients with the same result.</summary>
    public abstract string Heading(DeliveryAction action);

    /// <summary>The reply of another server.</summary>
    public abstract string Reply(string? host, string reply);

    /// <summary>The reason when no server replied.</summary>
    public abstract string Reason(string reason);

    /// <summary>The sentence about further attempts.</summary>
    public abstract string RetryUntil(DateTimeOffset until);

    /// <summary>The meaning of a status code and what to do about it, or null.</summary>
    public abstract string? Advice(string status);

    /// <summary>The sentence about what follows the text.</summary>
    public abstract string Closing(bool hasFailure);
}
