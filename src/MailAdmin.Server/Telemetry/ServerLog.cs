using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Telemetry;

/// <summary>Every event that the server logs. No secret and no content of a message is logged.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(1, LogLevel.Information, "{Protocol} listens on {EndPoint} ({TlsMode})")]
    public static partial void ListenerStarted(ILogger logger, MailProtocol protocol, string endPoint, TlsMode tlsMode);

    [LoggerMessage(2, LogLevel.Information, "{Protocol} stopped on {EndPoint}")]
    public static partial void ListenerStopped(ILogger logger, MailProtocol protocol, string endPoint);

    [LoggerMessage(3, LogLevel.Warning, "Accepting on {EndPoint} failed; trying again")]
    public static partial void AcceptFailed(ILogger logger, string endPoint, Exception exception);

    [LoggerMessage(4, LogLevel.Warning, "{Protocol} refused {Remote}: too many connections ({Limit})")]
    public static partial void ConnectionRefused(ILogger logger, MailProtocol protocol, string remote, string limit);

    [LoggerMessage(5, LogLevel.Error, "Session {Session} ended unexpectedly")]
    public static partial void SessionFaulted(ILogger logger, long session, Exception exception);

    [LoggerMessage(6, LogLevel.Debug, "Session {Session} from {Remote} was interrupted: {Reason}")]
    public static partial void SessionBroken(ILogger logger, long session, string remote, string reason);

    [LoggerMessage(7, LogLevel.Information, "Session {Session} is closed because its account changed")]
    public static partial void SessionClosedForAccount(ILogger logger, long session);

    [LoggerMessage(10, LogLevel.Information, "{Account} logged on by {Protocol} with {Mechanism} from {Remote}")]
    public static partial void LoggedOn(
        ILogger logger, string account, MailProtocol protocol, string mechanism, string remote);

    [LoggerMessage(11, LogLevel.Warning, "Logon by {Protocol} from {Remote} refused: {Cause}")]
    public static partial void LogonRefused(ILogger logger, MailProtocol protocol, string remote, MailError cause);

    [LoggerMessage(12, LogLevel.Warning, "{Remote} is blocked until {Until:O}: too many wrong passwords")]
    public static partial void AddressBlocked(ILogger logger, string remote, DateTimeOffset until);

    [LoggerMessage(
        13,
        LogLevel.Warning,
        "{Account}: {Failures} wrong passwords from networks that it does not use; logons from there are slowed down")]
    public static partial void AccountGuessed(ILogger logger, string account, int failures);

    [LoggerMessage(
        14, LogLevel.Warning, "The verifier of {Account} could not be replaced by one with more iterations")]
    public static partial void VerifierNotUpgraded(ILogger logger, string account, Exception exception);

    [LoggerMessage(20, LogLevel.Debug, "Session {Session} delivered {Size} bytes to {Copies} mailboxes")]
    public static partial void Delivered(ILogger logger, long session, long size, int copies);

    [LoggerMessage(
        30, LogLevel.Information, "A self-signed certificate for {HostName} was created, valid until {Expires:O}")]
    public static partial void CertificateCreated(ILogger logger, string hostName, DateTimeOffset expires);

    [LoggerMessage(31, LogLevel.Warning, "The certificate {Path} cannot be read and is replaced by a new one")]
    public static partial void CertificateUnreadable(ILogger logger, string path, Exception exception);

    [LoggerMessage(32, LogLevel.Error, "The key {Path} was {State} and was replaced by a new one")]
    public static partial void KeyReplaced(ILogger logger, string path, string state);

    [LoggerMessage(40, LogLevel.Debug, "Other processes reach the store at {EndPoint}")]
    public static partial void ControlOpened(ILogger logger, string endPoint);

    [LoggerMessage(41, LogLevel.Error, "The control channel could not be opened; other processes cannot use the store")]
    public static partial void ControlFailed(ILogger logger, Exception exception);

    [LoggerMessage(42, LogLevel.Error, "A request over the control channel failed: {Method}")]
    public static partial void ControlRequestFailed(ILogger logger, string method, Exception exception);

    [LoggerMessage(43, LogLevel.Debug, "A control connection was interrupted")]
    public static partial void ControlConnectionBroken(ILogger logger, Exception exception);

    [LoggerMessage(44, LogLevel.Error, "A control connection ended unexpectedly")]
    public static partial void ControlConnectionFaulted(ILogger logger, Exception exception);

    [LoggerMessage(
        45,
        LogLevel.Warning,
        "What other processes find the owner by had been removed; they reach it at {EndPoint} again")]
    public static partial void ControlRestored(ILogger logger, string endPoint);

    [LoggerMessage(46, LogLevel.Error, "The store {Path} could not be closed without a fault")]
    public static partial void ClosingFaulted(ILogger logger, string path, Exception exception);

    [LoggerMessage(
        47, LogLevel.Critical, "The store {Path} does not belong to this process any more; its listeners are stopped")]
    public static partial void OwnershipLost(ILogger logger, string path);
}
