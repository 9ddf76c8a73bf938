using Microsoft.Extensions.Logging;

namespace MailAdmin.Storage.Disk;

/// <summary>All log messages of the store. They have the ids 1000 to 1099.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(
        1000,
        LogLevel.Information,
        "Store {Path} is open: {Accounts} accounts, {Messages} messages, in {Milliseconds} ms")]
    public static partial void Opened(
        ILogger logger, string path, int accounts, long messages, long milliseconds);

    [LoggerMessage(1001, LogLevel.Information, "Store {Path} is closed")]
    public static partial void Closed(ILogger logger, string path);

    [LoggerMessage(
        1002, LogLevel.Error, "Appending to {Path} at {Offset} failed; the changes of the batch are refused")]
    public static partial void AppendFailed(ILogger logger, Exception exception, string path, long offset);

    [LoggerMessage(1003, LogLevel.Error, "{Path} could not be opened again; the next change tries again")]
    public static partial void ReopenFailed(ILogger logger, Exception exception, string path);

    [LoggerMessage(1004, LogLevel.Warning, "{Path} was opened again after a failure and cut to {Length} bytes")]
    public static partial void LogReopened(ILogger logger, string path, long length);

    [LoggerMessage(1005, LogLevel.Warning, "Segment {Number} could not be created; the one before is used further")]
    public static partial void SegmentNotCreated(ILogger logger, Exception exception, int number);

    [LoggerMessage(EventId = 1006, Message = "Opening the store found {Code} at {Target}: {Text}")]
    public static partial void Found(ILogger logger, LogLevel level, string code, string target, string text);

    [LoggerMessage(1007, LogLevel.Error, "Record {Sequence} of {Path} could not be applied")]
    public static partial void NotApplied(ILogger logger, Exception exception, long sequence, string path);

    [LoggerMessage(1008, LogLevel.Warning, "{Path} could not be written; the next opening tries again")]
    public static partial void IdentityNotWritten(ILogger logger, Exception exception, string path);

    [LoggerMessage(1009, LogLevel.Error, "A change could not be prepared")]
    public static partial void PrepareFailed(ILogger logger, Exception exception);

    [LoggerMessage(1010, LogLevel.Error, "An observer of changes failed")]
    public static partial void ObserverFailed(ILogger logger, Exception exception);

    [LoggerMessage(
        1011, LogLevel.Critical, "The committer stopped; the store accepts no more changes until it is opened again")]
    public static partial void CommitterStopped(ILogger logger, Exception exception);

    [LoggerMessage(1012, LogLevel.Warning, "{Path} could not be removed; the next opening tries again")]
    public static partial void LargeFileNotRemoved(ILogger logger, Exception exception, string path);

    [LoggerMessage(
        1013, LogLevel.Error, "{Path} could not be written; the log has everything, and the next change tries again")]
    public static partial void DirectoryNotWritten(ILogger logger, Exception exception, string path);

    [LoggerMessage(
        1014,
        LogLevel.Warning,
        "{Path} could not be read, was quarantined as {Quarantine}, and is rebuilt from the log")]
    public static partial void DirectoryQuarantined(
        ILogger logger, Exception exception, string path, string quarantine);

    [LoggerMessage(1020, LogLevel.Warning, "Logons and used sizes could not be copied from {Path}; they begin anew")]
    public static partial void HistoryNotCopied(ILogger logger, Exception exception, string path);

    [LoggerMessage(1015, LogLevel.Warning, "{Path} could not be written; the next opening reads the whole segment")]
    public static partial void HintNotWritten(ILogger logger, Exception exception, string path);

    [LoggerMessage(1016, LogLevel.Information, "{Count} files in {Folder} to which no message refers were removed")]
    public static partial void OrphansRemoved(ILogger logger, int count, string folder);

    [LoggerMessage(
        1017, LogLevel.Warning, "{Count} events of the message trace were dropped; mail continues without them")]
    public static partial void TraceDropped(ILogger logger, Exception? exception, long count);

    [LoggerMessage(1018, LogLevel.Warning, "An event of the message trace could not be read")]
    public static partial void TraceReadFailed(ILogger logger, Exception exception);

    [LoggerMessage(
        1021,
        LogLevel.Critical,
        "The store {Path} was taken over by another process, moved or removed; this process changes nothing any more")]
    public static partial void OwnershipLost(ILogger logger, string path);

    [LoggerMessage(1022, LogLevel.Warning, "Whether the store {Path} is still in place could not be checked")]
    public static partial void OwnershipUnknown(ILogger logger, Exception exception, string path);

    [LoggerMessage(1023, LogLevel.Warning, "The lock file {Path} had been removed and was made again")]
    public static partial void LockFileRestored(ILogger logger, string path);

    [LoggerMessage(1024, LogLevel.Error, "A part of the store {Path} could not be closed; the rest is closed")]
    public static partial void ClosingFailed(ILogger logger, Exception exception, string path);

    [LoggerMessage(1019, LogLevel.Warning, "Old files in {Folder} could not be removed; the next day tries again")]
    public static partial void TraceNotRemoved(ILogger logger, Exception exception, string folder);
}
