using System.Globalization;
using MailAdmin.Texts;

namespace MailAdmin.Storage.Disk;

/// <summary>The findings of opening, testing and repairing a store, with their codes and texts.</summary>
internal static class StoreFindings
{
    public static MailStoreFinding TornTail(string path, long offset, long length, string copy) => Repairable(
        "TornTail",
        FindingSeverity.Warning,
        At(path, offset),
        MailText.Of("Finding.TornTail", length, copy),
        repaired: true);

    public static MailStoreFinding DamagedRecord(string path, long offset, long length) =>
        Permanent("DamagedRecord", At(path, offset), MailText.Of("Finding.DamagedRecord", length));

    public static MailStoreFinding SegmentHeader(string path) => Repairable(
        "DamagedRecord",
        FindingSeverity.Information,
        At(path, 0),
        MailText.Of("Finding.DamagedRecord.Header"),
        repaired: true);

    public static MailStoreFinding MissingRecords(string path, long count) =>
        Permanent("DamagedRecord", At(path, 0), MailText.Of("Finding.DamagedRecord.Missing", count));

    public static MailStoreFinding Hint(string path, bool repaired) => File.Exists(path)
        ? Repairable("HintDamaged", FindingSeverity.Information, path, MailText.Of("Finding.HintDamaged"), repaired)
        : Repairable("HintMissing", FindingSeverity.Information, path, MailText.Of("Finding.HintMissing"), repaired);

    public static MailStoreFinding LargeFileMissing(string path) =>
        Permanent("LargeFileMissing", path, MailText.Of("Finding.LargeFileMissing"));

    public static MailStoreFinding LargeFileDamaged(string path) =>
        Permanent("LargeFileMissing", path, MailText.Of("Finding.LargeFileMissing.Damaged"));

    public static MailStoreFinding QueueItemUnreadable(long id, string path) => Permanent(
        "QueueItemUnreadable",
        id.ToString(CultureInfo.InvariantCulture),
        MailText.Of("Finding.QueueItemUnreadable", id, path));

    public static MailStoreFinding LargeFileOrphaned(string path, bool repaired) => Repairable(
        "LargeFileOrphaned", FindingSeverity.Information, path, MailText.Of("Finding.LargeFileOrphaned"), repaired);

    /// <param name="path">The file of the directory.</param>
    /// <param name="fault">One of the texts Finding.DirectoryBehind.</param>
    public static MailStoreFinding DirectoryBehind(string path, MailText fault) =>
        Repairable("DirectoryBehind", FindingSeverity.Warning, path, fault, repaired: false);

    public static MailStoreFinding DirectoryMissing(string path) => Repairable(
        "DirectoryRebuilt", FindingSeverity.Warning, path, MailText.Of("Finding.DirectoryRebuilt"), repaired: true);

    public static MailStoreFinding DirectoryQuarantined(string path, string reason, string copy) => Repairable(
        "DirectoryRebuilt",
        FindingSeverity.Warning,
        path,
        MailText.Of("Finding.DirectoryRebuilt.Quarantined", reason, copy),
        repaired: true);

    private static MailStoreFinding Permanent(string code, string target, MailText text) =>
        new() { Code = code, Severity = FindingSeverity.Error, Target = target, Text = text };

    private static MailStoreFinding Repairable(
        string code, FindingSeverity severity, string target, MailText text, bool repaired)
    {
        return new()
        {
            Code = code,
            Severity = severity,
            Target = target,
            Text = text,
            Repairable = true,
            Repaired = repaired,
        };
    }

    private static string At(string path, long offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}:{offset}");
}
