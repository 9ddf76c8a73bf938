using MailAdmin.Contracts;
using MailAdmin.Server.Reports;

namespace MailAdmin.Server.Outbound.Smtp;

/// <summary>What failed with another server as a whole, not with one recipient.</summary>
internal enum SmtpFailureKind
{
    /// <summary>It could not be reached, closed the connection or did not reply in time.</summary>
    Connection,

    /// <summary>Its reply was not SMTP, or too long.</summary>
    Protocol,

    /// <summary>It refused service: at the greeting, at EHLO, or with 421.</summary>
    Refused,

    /// <summary>TLS was required but not available, or the certificate did not prove the name.</summary>
    Tls,

    /// <summary>The handshake failed where TLS was optional.</summary>
    OptionalTls,

    /// <summary>REQUIRETLS could not be fulfilled. RFC 8689 §4.2.1</summary>
    RequireTls,

    /// <summary>The logon failed.</summary>
    Logon,
}

/// <summary>Ends a session with another server; the connection cannot be used any more.</summary>
internal sealed class SmtpFailure(
    SmtpFailureKind kind, string statusCode, string reason, RemoteReply? reply = null, Exception? cause = null)
    : Exception(reason, cause)
{
    public SmtpFailureKind Kind => kind;

    /// <summary>The enhanced status code. RFC 3463</summary>
    public string StatusCode => statusCode;

    /// <summary>The server's reply, or null when it gave none.</summary>
    public RemoteReply? Reply => reply;

    /// <summary>Whether another attempt cannot succeed.</summary>
    public bool IsPermanent => statusCode.StartsWith('5');

    /// <summary>The server sent a reply that the command cannot have.</summary>
    public static SmtpFailure UnexpectedReply() =>
        new(SmtpFailureKind.Protocol, "4.5.0", WrittenReason.Of("Written.UnexpectedReply"));

    /// <summary>The result that this failure means for a recipient.</summary>
    public RecipientResult ToResult(QueueRecipient recipient) => new()
    {
        Recipient = recipient,
        Action = IsPermanent ? DeliveryAction.Failed : DeliveryAction.Delayed,
        Status = statusCode,
        Reply = reply?.ToString(),
        Reason = Message,
        IsConnectionLost = true,
    };
}
