namespace MailAdmin.Server.Reports;

/// <summary>The languages in which reports are written.</summary>
internal enum ReportLanguage
{
    /// <summary>English, for all who do not seem to write another of these.</summary>
    English,

    /// <summary>Japanese.</summary>
    Japanese,
}
