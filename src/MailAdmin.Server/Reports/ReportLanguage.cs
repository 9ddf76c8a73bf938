namespace MailAdmin.Server.Reports;

/// <summary>The languages in which reports are written.</summary>
internal enum ReportLanguage
{
    /// <summary>English, for every sender who does not seem to use another language.</summary>
    English,

    /// <summary>Japanese.</summary>
    Japanese,
}
