using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Outbound;

/// <summary>Every event that sending logs. No secret and no content of a message is logged.</summary>
internal static partial class OutboundLog
{
    [LoggerMessage(
        60, LogLevel.Information, "Message {Item} for {Domain}: {Accepted} sent, {Deferred} deferred, {Failed} failed")]
    public static partial void Attempted(
        ILogger logger, long item, DomainName domain, int accepted, int deferred, int failed);

    [LoggerMessage(61, LogLevel.Debug, "{Host} [{Address}] did not take mail: {Reason}")]
    public static partial void ServerFailed(ILogger logger, string host, string address, string reason);

    [LoggerMessage(62, LogLevel.Error, "Message {Item} could not be processed; it is tried again")]
    public static partial void ItemFaulted(ILogger logger, long item, Exception exception);

    [LoggerMessage(63, LogLevel.Error, "The outcome of message {Item} could not be written; trying again")]
    public static partial void CommitFailed(ILogger logger, long item, Exception exception);

    [LoggerMessage(64, LogLevel.Warning, "The report about message {Item} cannot be delivered")]
    public static partial void ReportUndeliverable(ILogger logger, long item, Exception exception);

    [LoggerMessage(65, LogLevel.Error, "The timetable of the queue failed; it continues")]
    public static partial void TimetableFaulted(ILogger logger, Exception exception);

    [LoggerMessage(66, LogLevel.Error, "The next hop of message {Item} could not be found; it is tried again")]
    public static partial void HopNotFound(ILogger logger, long item, Exception exception);

    [LoggerMessage(67, LogLevel.Warning, "The clock went back by {Step}; no message of the queue waits longer for it")]
    public static partial void ClockWentBack(ILogger logger, TimeSpan step);

    [LoggerMessage(68, LogLevel.Debug, "A connection could not be closed in order")]
    public static partial void ConnectionNotClosed(ILogger logger, Exception exception);
}
