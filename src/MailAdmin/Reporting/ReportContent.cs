using System.Globalization;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Reporting;

/// <summary>What a report is made of. Lists are short already, however large the store is.</summary>
internal sealed record ReportContent
{
    /// <summary>The store, and what it contains now.</summary>
    public required MailStore Store { get; init; }

    /// <summary>What went through it.</summary>
    public required StoreActivity Activity { get; init; }

    /// <summary>The accounts whose quota is fullest, fullest first.</summary>
    public required IReadOnlyList<MailQuota> Quotas { get; init; }

    /// <summary>What waits in the queue.</summary>
    public required QueueSummary Queue { get; init; }

    /// <summary>The listeners that run.</summary>
    public required IReadOnlyList<MailListener> Listeners { get; init; }

    /// <summary>When it was collected, in local time.</summary>
    public required DateTime Created { get; init; }

    /// <summary>The language and the formats of the report.</summary>
    public required CultureInfo Culture { get; init; }

    /// <summary>A text of the catalogue in the language of the report.</summary>
    public string Text(MailText text) => text.In(Culture);

    /// <summary>A size as people read it.</summary>
    public string Size(MailSize size) => size.ToString("R", Culture);

    /// <summary>A number with separators.</summary>
    public string Number(long number) => number.ToString("N0", Culture);

    /// <summary>A day.</summary>
    public string Day(DateTime day) => day.ToString("d", Culture);

    /// <summary>A time of a day.</summary>
    public string Time(DateTime time) => time.ToString("g", Culture);
}
