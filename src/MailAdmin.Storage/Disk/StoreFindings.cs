using System.Globalization;

namespace MailAdmin.Storage.Disk;

/// <summary>The findings of opening, testing and repairing a store, with their codes and texts.</summary>
internal static class StoreFindings
{
    public static MailStoreFinding TornTail(string path, long offset, long length, string copy) => new()
    {
        Code = "TornTail",
        Severity = FindingSeverity.Warning,
        Target = At(path, offset),
        Message = $"The log ended in {length:N0} bytes that are not a whole record; no change in them was "
            + $"acknowledged, unless the file was damaged. They were copied to '{copy}' and cut.",
        Repairable = true,
        Repaired = true,
    };

    public static MailStoreFinding DamagedRecord(string path, long offset, long length) => new()
    {
        Code = "DamagedRecord",
        Severity = FindingSeverity.Error,
        Target = At(path, offset),
        Message = $"{length:N0} bytes of the log cannot be read. The changes in them are lost; the bytes stay in the "
            + "file, and everything else is intact.",
    };

    public static MailStoreFinding SegmentHeader(string path) => new()
    {
        Code = "DamagedRecord",
        Severity = FindingSeverity.Information,
        Target = At(path, 0),
        Message = "The first 64 bytes of the segment were damaged or incomplete; nothing was lost, "
            + "and they were written again.",
        Repairable = true,
        Repaired = true,
    };

    public static MailStoreFinding MissingRecords(string path, long count) => new()
    {
        Code = "DamagedRecord",
        Severity = FindingSeverity.Error,
        Target = At(path, 0),
        Message = $"{count:N0} changes are missing in the log, in or before this file; everything else is intact.",
    };

    public static MailStoreFinding Hint(string path, bool repaired) => new()
    {
        Code = File.Exists(path) ? "HintDamaged" : "HintMissing",
        Severity = FindingSeverity.Information,
        Target = path,
        Message = File.Exists(path)
            ? "The index of a segment is damaged or out of date; nothing is lost, opening only takes longer."
            : "The index of a segment is missing; nothing is lost, opening only takes longer.",
        Repairable = true,
        Repaired = repaired,
    };

    public static MailStoreFinding LargeFileMissing(string path, string fault) => new()
    {
        Code = "LargeFileMissing",
        Severity = FindingSeverity.Error,
        Target = path,
        Message = $"A message cannot be read: its file {fault}. Restore the file from a backup.",
    };

    public static MailStoreFinding QueueItemUnreadable(long id, string path, string fault) => new()
    {
        Code = "QueueItemUnreadable",
        Severity = FindingSeverity.Error,
        Target = id.ToString(CultureInfo.InvariantCulture),
        Message = $"The message {id} in the queue cannot be sent: its bytes in '{path}' {fault}. "
            + "Restore the file from a backup, or remove the message from the queue.",
    };

    public static MailStoreFinding LargeFileOrphaned(string path, bool repaired) => new()
    {
        Code = "LargeFileOrphaned",
        Severity = FindingSeverity.Information,
        Target = path,
        Message = "No message refers to this file; its message was not stored, or was removed.",
        Repairable = true,
        Repaired = repaired,
    };

    public static MailStoreFinding DirectoryBehind(string path, string fault) => new()
    {
        Code = "DirectoryBehind",
        Severity = FindingSeverity.Warning,
        Target = path,
        Message = $"The file {fault}. Nothing is lost: it can be rebuilt from the log.",
        Repairable = true,
    };

    public static MailStoreFinding DirectoryRebuilt(string path, string fault) => new()
    {
        Code = "DirectoryRebuilt",
        Severity = FindingSeverity.Warning,
        Target = path,
        Message = $"The file {fault}, and was rebuilt from the log.",
        Repairable = true,
        Repaired = true,
    };

    private static string At(string path, long offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}:{offset}");
}
