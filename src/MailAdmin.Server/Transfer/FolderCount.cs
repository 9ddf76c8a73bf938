using System.Diagnostics;

namespace MailAdmin.Server.Transfer;

/// <summary>Counts what is done with one folder.</summary>
internal sealed class FolderCount(string account, string folder, string path)
{
    private readonly long started = Stopwatch.GetTimestamp();

    public int Added { get; set; }

    public int Skipped { get; set; }

    public int Failed { get; set; }

    public long Size { get; set; }

    /// <summary>What a user sees of it.</summary>
    public MailContentTransfer ToResult() => new()
    {
        Account = account,
        Folder = folder,
        Path = path,
        Added = Added,
        Skipped = Skipped,
        Failed = Failed,
        Size = Size,
        Duration = Stopwatch.GetElapsedTime(started),
    };
}
