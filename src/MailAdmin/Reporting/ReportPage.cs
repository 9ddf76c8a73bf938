using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Reporting;

/// <summary>Writes a report as one HTML page that needs nothing else.</summary>
internal sealed class ReportPage(ReportContent content)
{
    private const int MaxRows = 10;
    private const int CertificateScaleDays = 365;
    private readonly HtmlText html = new();

    /// <summary>What it advises.</summary>
    public IReadOnlyList<Advice> Advice { get; } = ReportAdvice.Of(content);

    /// <summary>The page.</summary>
    public string Write()
    {
        string title = $"{Text(MailText.Of("Heading.Title"))} {content.Store.HostName}";
        html.Add($"<!DOCTYPE html>");
        html.Add($"<html lang=\"{content.Culture.TwoLetterISOLanguageName}\"><head><meta charset=\"utf-8\">");
        html.Add($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        html.Add(
            $"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">");
        html.Add($"<title>{title}</title><style>");
        html.AddMarkup(PageStyle.Text);
        html.Add($"</style></head><body><main>");
        html.Add($"<h1>{title}</h1><p class=\"soft\">{Period()}<br>{content.Store.Path}</p>");
        WriteTiles();
        WriteAdvice();
        WriteVolume();
        WriteFailures();
        WriteQueue();
        WriteQuotas();
        WriteGrowth();
        WriteListeners();
        html.Add($"</main></body></html>");
        return html.ToString();
    }

    private string Text(MailText text) => content.Text(text);

    private string Period() => Text(MailText.Of(
        "Heading.Period",
        content.Day(content.Activity.Days[0].Day.ToDateTime(TimeOnly.MinValue)),
        content.Time(content.Created)));

    private void Heading(MailText text) => html.Add($"<h2>{Text(text)}</h2>");

    private void WriteTiles()
    {
        html.Add($"<ul class=\"tiles\">");
        foreach ((string key, string value) in ReportFigures.Of(content))
        {
            html.Add($"<li><b>{value}</b>{key}</li>");
        }

        html.Add($"</ul>");
    }

    private void WriteAdvice()
    {
        Heading(MailText.Of("Heading.Advice"));
        if (Advice.Count == 0)
        {
            html.Add($"<p>{Text(MailText.Of("Report.NoAdvice"))}</p>");
            return;
        }

        html.Add($"<ul class=\"advice\">");
        foreach (Advice one in Advice)
        {
            html.Add($"<li>{Text(one.Text)}<br><code>{one.Command}</code></li>");
        }

        html.Add($"</ul>");
    }

    private void WriteVolume()
    {
        Heading(MailText.Of("Heading.Volume"));
        Chart(MailText.Of("Heading.Volume"), content.Activity.Days, content.Number,
            new(Text(MailText.Of("Heading.Delivered")), 0, [.. content.Activity.Days.Select(day => day.Delivered)]),
            new(Text(MailText.Of("Heading.Sent")), 1, [.. content.Activity.Days.Select(day => day.Sent)]),
            new(Text(MailText.Of("Heading.Rejected")), 2, [.. content.Activity.Days.Select(day => day.Rejected)]),
            new(Text(MailText.Of("Heading.Bounced")), 3, [.. content.Activity.Days.Select(day => day.Bounced)]));
    }

    private void WriteFailures()
    {
        IReadOnlyList<ActivityFailure> failures = content.Activity.Failures;
        if (failures.Count > 0)
        {
            Heading(MailText.Of("Heading.Failures"));
            BarTable.Write(
                html,
                (
                    Text(MailText.Of("Heading.What")),
                    Text(MailText.Of("Heading.Count")),
                    Text(MailText.Of("Heading.LastDetail"))),
                failures.Take(MaxRows).Select(failure => new BarRow(
                    $"{Text(NameOf(failure.EventId))} {failure.StatusCode}",
                    content.Number(failure.Count),
                    (double)failure.Count / failures[0].Count,
                    failure.EventId == MailTraceEventId.Defer ? 2 : 3,
                    WrittenReason.In(failure.Detail, content.Culture))));
        }
    }

    private void WriteQueue()
    {
        IReadOnlyList<DomainQueue> domains = content.Queue.Top(MaxRows);
        if (domains.Count > 0)
        {
            Heading(MailText.Of("Heading.Queue"));
            BarTable.Write(
                html,
                (
                    Text(MailText.Of("Heading.Domain")),
                    Text(MailText.Of("Heading.Waiting")),
                    Text(MailText.Of("Heading.LastDetail"))),
                domains.Select(queue => new BarRow(
                    queue.Domain,
                    content.Number(queue.Count),
                    (double)queue.Count / domains[0].Count,
                    2,
                    $"{content.Time(queue.Oldest)} {WrittenReason.In(queue.LastError ?? "", content.Culture)}")));
        }
    }

    private void WriteQuotas()
    {
        if (content.Quotas.Count > 0)
        {
            Heading(MailText.Of("Heading.Quotas"));
            BarTable.Write(
                html,
                (
                    Text(MailText.Of("Heading.Account")),
                    Text(MailText.Of("Heading.Used")),
                    Text(MailText.Of("Heading.FullOn"))),
                content.Quotas.Take(MaxRows).Select(quota => new BarRow(
                    quota.Address,
                    $"{content.Size(quota.UsedSize)} / {content.Size(quota.Quota)}",
                    (quota.UsedPercent ?? 0) / 100,
                    quota.QuotaStatus is QuotaStatus.Warning or QuotaStatus.Full ? 3 : 0,
                    quota.FullOn is { } day ? content.Day(day) : "")));
        }
    }

    // The day that is not over is not complete.
    private void WriteGrowth()
    {
        DateOnly today = DateOnly.FromDateTime(content.Created);
        ActivityDay[] known =
        [
            .. content.Activity.Days.SkipWhile(day => day.UsedBytes == 0).Where(day => day.Day < today)
        ];
        if (known.Length > 1)
        {
            Heading(MailText.Of("Heading.Growth"));
            Chart(MailText.Of("Heading.Growth"), known, bytes => content.Size(new MailSize(bytes)),
                new ChartSeries(Text(MailText.Of("Heading.Used")), 4, [.. known.Select(day => day.UsedBytes)]));
        }
    }

    private void WriteListeners()
    {
        if (content.Listeners.Count > 0)
        {
            Heading(MailText.Of("Heading.Listeners"));
            BarTable.Write(
                html,
                (
                    Text(MailText.Of("Heading.Listener")),
                    Text(MailText.Of("Heading.DaysLeft")),
                    Text(MailText.Of("Heading.Certificate"))),
                content.Listeners.Select(RowOf));
        }
    }

    private BarRow RowOf(MailListener listener)
    {
        string name = $"{listener.Protocol} {listener.EndPoint} {listener.TlsMode}";
        if (listener.CertificateExpires is not { } expires)
        {
            return new(name, "", 0, 0, "");
        }

        double days = Math.Max(0, (expires - content.Created).TotalDays);
        return new(
            name,
            content.Number((long)days),
            days / CertificateScaleDays,
            days < ReportAdvice.CertificateDays ? 3 : 1,
            $"{content.Day(expires)} {listener.CertificateThumbprint}");
    }

    private void Chart(
        MailText title,
        IReadOnlyList<ActivityDay> days,
        Func<long, string> format,
        params ReadOnlySpan<ChartSeries> series)
    {
        string[] names = [.. days.Select(day => day.Day.ToString("M", content.Culture))];
        new DailyChart(Text(title), names, [.. series], format).Write(html);
    }

    private static MailText NameOf(MailTraceEventId happened) => happened switch
    {
        MailTraceEventId.Reject => MailText.Of("Heading.Rejected"),
        MailTraceEventId.Bounce => MailText.Of("Heading.Bounced"),
        _ => MailText.Of("Heading.Deferred"),
    };
}
