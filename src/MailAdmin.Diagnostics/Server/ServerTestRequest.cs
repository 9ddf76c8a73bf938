namespace MailAdmin.Diagnostics.Server;

/// <summary>How the local server is tested.</summary>
public sealed record ServerTestRequest : TestRequest
{
    /// <summary>A certificate that is valid for fewer days is a warning.</summary>
    public int WarningDays { get; init; } = 21;

    /// <summary>Arguments that make commands act on this store, such as " -StorePath ./store"; may be empty.</summary>
    public string CommandSuffix { get; init; } = "";

    /// <summary>The free and total bytes of the disk that has a folder.</summary>
    public Func<string, (long Free, long Total)> Disk { get; init; } = MeasureDisk;

    private static (long Free, long Total) MeasureDisk(string folder)
    {
        DriveInfo drive = new(Path.GetFullPath(folder));
        return (drive.AvailableFreeSpace, drive.TotalSize);
    }
}
