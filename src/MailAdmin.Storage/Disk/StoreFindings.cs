using System.Globalization;

namespace MailAdmin.Storage.Disk;

/// <summary>The findings of opening, testing and repairing a store, with their codes and texts.</summary>
internal static class StoreFindings
{
    public static MailStoreFinding TornTail(string path, long offset, long length, string copy) => Repairable(
        "TornTail",
        FindingSeverity.Warning,
        At(path, offset),
        $"The log ended in {length:N0} bytes that are not a whole record; no change in them was acknowledged, unless "
            + $"the file was damaged. They were copied to '{copy}' and cut.",
        repaired: true);

    public static MailStoreFinding DamagedRecord(string path, long offset, long length) => Permanent(
        "DamagedRecord",
        At(path, offset),
        $"{length:N0} bytes of the log cannot be read. The changes in them are lost; the bytes stay in the file, and "
            + "everything else is intact.");

    public static MailStoreFinding SegmentHeader(string path) => Repairable(
        "DamagedRecord",
        FindingSeverity.Information,
        At(path, 0),
        "The first 64 bytes of the segment were damaged or incomplete; nothing was lost, and they were written again.",
        repaired: true);

    public static MailStoreFinding MissingRecords(string path, long count) => Permanent(
        "DamagedRecord",
        At(path, 0),
        $"{count:N0} changes are missing in the log, in or before this file; everything else is intact.");

    public static MailStoreFinding Hint(string path, bool repaired) => File.Exists(path)
        ? Repairable(
            "HintDamaged",
            FindingSeverity.Information,
            path,
            "The index of a segment is damaged or out of date; nothing is lost, opening only takes longer.",
            repaired)
        : Repairable(
            "HintMissing",
            FindingSeverity.Information,
            path,
            "The index of a segment is missing; nothing is lost, opening only takes longer.",
            repaired);

    public static MailStoreFinding LargeFileMissing(string path, string fault) => Permanent(
        "LargeFileMissing",
        path,
        $"A message cannot be read: its file {fault}. Restore the file from a backup.");

    public static MailStoreFinding QueueItemUnreadable(long id, string path, string fault) => Permanent(
        "QueueItemUnreadable",
        id.ToString(CultureInfo.InvariantCulture),
        $"The message {id} in the queue cannot be sent: its bytes in '{path}' {fault}. Restore the file from a backup, "
            + "or remove the message from the queue.");

    public static MailStoreFinding LargeFileOrphaned(string path, bool repaired) => Repairable(
        "LargeFileOrphaned",
        FindingSeverity.Information,
        path,
        "No message refers to this file; its message was not stored, or was removed.",
        repaired);

    public static MailStoreFinding DirectoryBehind(string path, string fault) => Repairable(
        "DirectoryBehind",
        FindingSeverity.Warning,
        path,
        $"The file {fault}. Nothing is lost: it can be rebuilt from the log.",
        repaired: false);

    public static MailStoreFinding DirectoryRebuilt(string path, string fault) => Repairable(
        "DirectoryRebuilt",
        FindingSeverity.Warning,
        path,
        $"The file {fault}, and was rebuilt from the log.",
        repaired: true);

    private static MailStoreFinding Permanent(string code, string target, string message) =>
        new() { Code = code, Severity = FindingSeverity.Error, Target = target, Message = message };

    private static MailStoreFinding Repairable(
        string code, FindingSeverity severity, string target, string message, bool repaired)
    {
        return new()
        {
            Code = code,
            Severity = severity,
            Target = target,
            Message = message,
            Repairable = true,
            Repaired = repaired,
        };
    }

    private static string At(string path, long offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}:{offset}");
}
