using System.Diagnostics;
using System.Globalization;
using MailAdmin.Texts;

namespace MailAdmin.Server.Transfer;

/// <summary>How quick a copy is, and how long it will take at that rate.</summary>
internal sealed class CopyRate
{
    private readonly long started = Stopwatch.GetTimestamp();
    private long done;

    /// <summary>How many messages there are to copy.</summary>
    public long Total { get; set; }

    /// <summary>Counts messages, and says how it goes.</summary>
    public string Advance(int messages, string folder)
    {
        done += messages;
        double rate = done / Math.Max(0.001, Stopwatch.GetElapsedTime(started).TotalSeconds);
        TimeSpan left = TimeSpan.FromSeconds(Math.Max(0, Total - done) / Math.Max(0.001, rate));
        return MailText.Of(
            "Progress.Copying",
            folder,
            rate.ToString("N0", CultureInfo.CurrentCulture),
            left.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture)).ToString();
    }
}
