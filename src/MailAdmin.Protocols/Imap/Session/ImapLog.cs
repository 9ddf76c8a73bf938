using Microsoft.Extensions.Logging;

namespace MailAdmin.Protocols.Imap.Session;

/// <summary>What IMAP sessions log: never an argument of a command, and nothing of a message.</summary>
internal static partial class ImapLog
{
    [LoggerMessage(3101, LogLevel.Debug, "IMAP session {Session}: the connection broke: {Reason}")]
    public static partial void ConnectionBroke(ILogger logger, long session, string reason);

    [LoggerMessage(
        3102,
        LogLevel.Warning,
        "IMAP session {Session}: plain text was sent ahead of the TLS handshake and was discarded")]
    public static partial void PlainTextAheadOfTls(ILogger logger, long session);

    [LoggerMessage(3103, LogLevel.Warning, "IMAP session {Session}: {Command} was refused: {Error}")]
    public static partial void CommandRefused(
        ILogger logger, long session, string command, MailError error, Exception exception);

    [LoggerMessage(3104, LogLevel.Error, "IMAP session {Session}: {Command} failed")]
    public static partial void CommandFailed(ILogger logger, long session, string command, Exception exception);

    [LoggerMessage(3105, LogLevel.Error, "IMAP session {Session}: a message could not be read")]
    public static partial void MessageUnreadable(ILogger logger, long session, Exception exception);
}
