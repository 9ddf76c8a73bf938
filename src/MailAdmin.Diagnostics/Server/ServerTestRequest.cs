using System.Globalization;

namespace MailAdmin.Diagnostics.Server;

/// <summary>How the own server is looked at.</summary>
public sealed record ServerTestRequest
{
    /// <summary>How long a check may take; the store's own check is given up then.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A certificate that is valid for fewer days is warned about.</summary>
    public int WarningDays { get; init; } = 21;

    /// <summary>What commands need in order to act on this store, such as " -StorePath ./store"; empty: nothing.</summary>
    public string CommandSuffix { get; init; } = "";

    /// <summary>Free and whole bytes of the disk of a folder.</summary>
    public Func<string, (long Free, long Total)> Disk { get; init; } = MeasureDisk;

    /// <summary>The language of the texts.</summary>
    public CultureInfo Culture { get; init; } = CultureInfo.CurrentUICulture;

    private static (long Free, long Total) MeasureDisk(string folder)
    {
        DriveInfo drive = new(Path.GetFullPath(folder));
        return (drive.AvailableFreeSpace, drive.TotalSize);
    }
}
