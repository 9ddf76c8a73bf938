using System.Globalization;

namespace MailAdmin.Storage;

/// <summary>The findings of opening, testing and repairing, with their codes and words.</summary>
internal static class StoreFindings
{
    public static MailStoreFinding TornTail(string path, long offset, long length, string copy) => new()
    {
        Code = "TornTail",
        Severity = FindingSeverity.Warning,
        Target = At(path, offset),
        Message = $"The log ended in {length:N0} octets that are not a whole record; no change in them was acknowledged, unless the file was damaged. "
            + $"They were copied to '{copy}' and cut.",
        Repairable = true,
        Repaired = true,
    };

    public static MailStoreFinding DamagedRecord(string path, long offset, long length) => new()
    {
        Code = "DamagedRecord",
        Severity = FindingSeverity.Error,
        Target = At(path, offset),
        Message = $"{length:N0} octets of the log cannot be read. The changes in them are lost; they stay in the file and everything else is intact.",
    };

    public static MailStoreFinding SegmentHeader(string path) => new()
    {
        Code = "DamagedRecord",
        Severity = FindingSeverity.Information,
        Target = At(path, 0),
        Message = "The first 64 octets of the segment were damaged or incomplete; nothing was lost and they were written again.",
        Repairable = true,
        Repaired = true,
    };

    public static MailStoreFinding DirectoryRebuilt(string path, string why) => new()
    {
        Code = "DirectoryRebuilt",
        Severity = FindingSeverity.Warning,
        Target = path,
        Message = $"The file {why}, and was made again from the log.",
        Repairable = true,
        Repaired = true,
    };

    private static string At(string path, long offset) => string.Create(CultureInfo.InvariantCulture, $"{path}:{offset}");
}
