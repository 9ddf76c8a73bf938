using System.Globalization;
using MailAdmin.Texts;

namespace MailAdmin.Storage.Disk;

/// <summary>The findings of opening, testing and repairing a store, with their codes and texts.</summary>
internal static class StoreFindings
{
    private const string OrphanCode = "LargeFileOrphaned";

    /// <summary>Whether records that the log had may be lost, so that files seem to belong to no message.</summary>
    public static bool IsLoss(MailStoreFinding finding) =>
        finding.Severity == FindingSeverity.Error || finding.Code == "TornTail";

    /// <summary>Whether a check of the open store cannot find it again, and it matters.</summary>
    public static bool IsFoundOnlyAtOpening(MailStoreFinding finding) =>
        finding.Severity != FindingSeverity.Information
            && (finding.Code is "TornTail" or "LogIncomplete" or "DirectoryRebuilt" or "IdentityRestored"
                || finding.Text.Key == "Finding.DamagedRecord.Unusable");

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

    /// <summary>A record whose bytes are as they were written, but that cannot be applied.</summary>
    public static MailStoreFinding UnusableRecord(string path, long sequence) =>
        Permanent("DamagedRecord", path, MailText.Of("Finding.DamagedRecord.Unusable", sequence));

    /// <summary>The log ends before a change that the store is known to have had.</summary>
    /// <param name="path">The folder of the log.</param>
    /// <param name="last">The last change of the log; 0: it has none.</param>
    /// <param name="expected">The last change that the store had.</param>
    public static MailStoreFinding LogIncomplete(string path, long last, long expected) => Permanent(
        "LogIncomplete",
        path,
        last == 0 ? MailText.Of("Finding.LogIncomplete.Empty") : MailText.Of("Finding.LogIncomplete", last, expected));

    public static MailStoreFinding IdentityRestored(string path, bool repaired) => Repairable(
        "IdentityRestored", FindingSeverity.Warning, path, MailText.Of("Finding.IdentityRestored"), repaired);

    /// <summary>A file that belongs to a message that was not stored, and was removed.</summary>
    public static MailStoreFinding LargeFileRemoved(string path) => Repairable(
        OrphanCode, FindingSeverity.Information, path, MailText.Of("Finding.LargeFileOrphaned"), repaired: true);

    /// <summary>A file that no message uses, and that may be a message whose record is damaged.</summary>
    public static MailStoreFinding LargeFileOrphaned(string path) => Repairable(
        OrphanCode, FindingSeverity.Warning, path, MailText.Of("Finding.LargeFileOrphaned.Kept"), repaired: false);

    /// <summary>What became of such a file.</summary>
    /// <param name="path">Where it was.</param>
    /// <param name="text">One of the texts Finding.LargeFileOrphaned.</param>
    public static MailStoreFinding LargeFileRecovered(string path, MailText text) =>
        Repairable(OrphanCode, FindingSeverity.Warning, path, text, repaired: true);

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
