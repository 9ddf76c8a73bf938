using Microsoft.Extensions.Logging;

namespace MailAdmin.Protocols.Transport;

/// <summary>What SMTP and POP3 sessions log. No secret and no content is in any of it.</summary>
internal static partial class ProtocolLog
{
    [LoggerMessage(100, LogLevel.Debug, "Session {Session}: the connection ended: {Reason}")]
    public static partial void ConnectionEnded(ILogger logger, long session, string reason);

    [LoggerMessage(
        101,
        LogLevel.Warning,
        "Session {Session}: the client sent plain text ahead of the TLS handshake; it was discarded")]
    public static partial void PlainTextDiscarded(ILogger logger, long session);

    [LoggerMessage(102, LogLevel.Information, "Session {Session}: {Command} was refused: {Error}")]
    public static partial void CommandRefused(
        ILogger logger, long session, string command, MailError error, Exception cause);

    [LoggerMessage(103, LogLevel.Error, "Session {Session}: {Command} failed")]
    public static partial void CommandFailed(ILogger logger, long session, string command, Exception fault);

    [LoggerMessage(104, LogLevel.Debug, "Session {Session}: accepted a message for {Recipients} recipients")]
    public static partial void MessageAccepted(ILogger logger, long session, int recipients);

    [LoggerMessage(
        105,
        LogLevel.Warning,
        "Session {Session}: the structure of a message could not be derived; it is stored without")]
    public static partial void StructureFailed(ILogger logger, long session, Exception fault);

    [LoggerMessage(106, LogLevel.Debug, "Session {Session}: {Account} logged on with {Mechanism}")]
    public static partial void LoggedOn(ILogger logger, long session, EmailAddress account, string mechanism);

    [LoggerMessage(107, LogLevel.Debug, "Session {Session}: logging on with {Mechanism} was refused: {Error}")]
    public static partial void LogonRefused(ILogger logger, long session, string mechanism, MailError error);

    [LoggerMessage(108, LogLevel.Debug, "Session {Session}: {Count} messages were deleted")]
    public static partial void MessagesDeleted(ILogger logger, long session, int count);

    [LoggerMessage(
        109, LogLevel.Information, "Session {Session}: the client spoke before the greeting; the connection is closed")]
    public static partial void EarlyTalker(ILogger logger, long session);
}
