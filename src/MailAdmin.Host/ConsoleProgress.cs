using System.Management.Automation;

namespace MailAdmin.Host;

/// <summary>Shows progress as one line of standard error that is written over; nothing when that is not a terminal.</summary>
internal sealed class ConsoleProgress
{
    private bool shown;

    public void Show(ProgressRecord record)
    {
        if (Console.IsErrorRedirected)
        {
            return;
        }

        if (record.RecordType == ProgressRecordType.Completed)
        {
            Clear();
            return;
        }

        string percent = record.PercentComplete >= 0 ? $" {record.PercentComplete}%" : "";
        string text = $"{record.Activity}: {record.StatusDescription}{percent}";
        int width = Math.Max(10, ConsoleRawUserInterface.Width - 1);
        Console.Error.Write("\r\e[K" + (text.Length > width ? text[..width] : text));
        shown = true;
    }

    public void Clear()
    {
        if (shown)
        {
            Console.Error.Write("\r\e[K");
            shown = false;
        }
    }
}
