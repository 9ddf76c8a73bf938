using System.Globalization;
using System.Management.Automation;
using System.Text;
using MailAdmin.Pipeline;
using MailAdmin.Reporting;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Reports;

/// <summary>Writes a report of a store for people: what came and went, what failed, and what to do.</summary>
/// <remarks>
/// One HTML page with charts that needs nothing else: no scripts, styles or pictures from elsewhere. It shows messages
/// a day, failures and their reasons, what waits to be sent, the fullest mailboxes and when they will be full, growth,
/// listeners and their certificates, and advice with the command for each. Counts come from the message trace, which is
/// kept for the TraceRetention of the store: Trace-MailMessage shows the messages behind them.
/// </remarks>
/// <example>
///   <summary>Write a report of the last 30 days</summary>
///   <code>New-MailReport -Path ./report.html</code>
/// </example>
/// <example>
///   <summary>Write a report of this week in Japanese, over that of last week</summary>
///   <code>New-MailReport -Path ./report.html -Since ([DateTime]::Today.AddDays(-7)) -Language ja -Force</code>
/// </example>
[Cmdlet(VerbsCommon.New, "MailReport", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "New-MailReport")]
[OutputType(typeof(MailReport))]
public sealed class NewMailReportCommand : MailAdminCmdlet
{
    private const int DefaultDays = 30;
    private const int MaxQuotas = 100;

    /// <summary>The file. A folder gets a file named after the store's host and the day.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The first day. Default: 29 days ago, so that there are 30 with today. At most 400 days ago.</summary>
    [Parameter]
    public DateTimeOffset? Since { get; set; }

    /// <summary>The language. Default: that of the user interface.</summary>
    [Parameter]
    [ValidateSet("en", "ja")]
    public string? Language { get; set; }

    /// <summary>Replaces an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Attempt(Path, () =>
    {
        ReportContent content = Collect();
        string path = FileOf(content);
        if (ShouldProcess(path, MailText.Of("Action.WriteReport")))
        {
            ReportPage page = new(content);
            byte[] html = Encoding.UTF8.GetBytes(page.Write());
            FileInfo file = WholeFile.Write(path, Force, stream => stream.Write(html));
            WriteObject(new MailReport
            {
                Path = file.FullName,
                Since = content.Activity.Days[0].Day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Local),
                Created = content.Created,
                Language = content.Culture.TwoLetterISOLanguageName,
                AdviceCount = page.Advice.Count,
            });
        }
    });

    private string FileOf(ReportContent content)
    {
        string path = GetUnresolvedProviderPathFromPSPath(Path);
        string name = string.Create(
            CultureInfo.InvariantCulture, $"{content.Store.HostName}-{content.Created:yyyy-MM-dd}.html");
        return Directory.Exists(path) ? System.IO.Path.Combine(path, name) : path;
    }

    private ReportContent Collect()
    {
        DateTime now = TimeProvider.System.GetLocalNow().DateTime;
        QueueSummary queue = new();
        foreach (MailQueueItem item in Stream(new GetQueue(new QueueFilter())))
        {
            queue.Add(item);
        }

        return new ReportContent
        {
            Store = Send(new GetStore()),
            Activity = Send(new GetActivity(Since ?? now.Date.AddDays(1 - DefaultDays))),
            Quotas = FullestQuotas(),
            Queue = queue,
            Listeners = Send(new GetListeners(new ListenerFilter())),
            Created = now,
            Culture = CultureOf(Language),
        };
    }

    // Of any number of accounts, those are kept that the report may name.
    private IReadOnlyList<MailQuota> FullestQuotas()
    {
        PriorityQueue<MailQuota, double> fullest = new();
        foreach (MailQuota quota in Stream(new GetAccountQuotas(Pattern: null, Threshold: 0, Forecast: true)))
        {
            fullest.Enqueue(quota, quota.UsedPercent ?? 0);
            if (fullest.Count > MaxQuotas)
            {
                fullest.Dequeue();
            }
        }

        return
        [
            .. fullest.UnorderedItems.Select(item => item.Element)
                .OrderByDescending(quota => quota.UsedPercent ?? 0)
                .ThenBy(quota => quota.Address, StringComparer.OrdinalIgnoreCase),
        ];
    }

    // A culture of the language keeps its own formats of dates and numbers.
    private static CultureInfo CultureOf(string? language)
    {
        CultureInfo shown = CultureInfo.CurrentCulture;
        string wanted = language ?? ReaderTexts.Language;
        return shown.TwoLetterISOLanguageName == wanted ? shown
            : CultureInfo.GetCultureInfo(wanted == "ja" ? "ja-JP" : "en-US");
    }
}
