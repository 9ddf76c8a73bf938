using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using MailAdmin.Texts;

namespace MailAdmin.Pipeline;

/// <summary>
/// Shows how far a cmdlet is, once it takes longer than a second, and not more often than a person can read.
/// </summary>
internal sealed class CountedProgress(Cmdlet cmdlet)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly long started = Stopwatch.GetTimestamp();
    private long shown;
    private long count;

    /// <summary>One more item is done.</summary>
    public void Advance()
    {
        count++;
        Show(MailText.Of("Progress.Done", Count), percent: -1);
    }

    /// <summary>More items are done, and this is what goes on.</summary>
    public void Advance(int items, string now)
    {
        count += items;
        Say(now);
    }

    /// <summary>Something is being done, beside what was counted.</summary>
    public void Say(string status) => Show(MailText.Of("Progress.DoneAndNow", Count, status), percent: -1);

    /// <summary>A part of the whole is done, 0 to 1.</summary>
    public void Report(double fraction) =>
        Show(MailText.Literal($"{fraction:P0}"), (int)(Math.Clamp(fraction, 0, 1) * 100));

    /// <summary>Takes it off the screen.</summary>
    public void Complete()
    {
        if (shown != 0)
        {
            cmdlet.WriteProgress(new ProgressRecord(0, Activity, " ") { RecordType = ProgressRecordType.Completed });
        }
    }

    private string Count => count.ToString("N0", CultureInfo.CurrentCulture);

    private string Activity => cmdlet.CommandRuntime.ToString() ?? "MailAdmin";

    private void Show(MailText status, int percent)
    {
        if (Stopwatch.GetElapsedTime(started) < FirstDelay || Stopwatch.GetElapsedTime(shown) < Interval)
        {
            return;
        }

        shown = Stopwatch.GetTimestamp();
        cmdlet.WriteProgress(new ProgressRecord(0, Activity, status.ToString()) { PercentComplete = percent });
    }
}
