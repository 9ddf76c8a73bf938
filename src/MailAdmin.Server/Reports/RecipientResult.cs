using MailAdmin.Contracts;

namespace MailAdmin.Server.Reports;

/// <summary>The result of a delivery, or of an attempt, for one recipient. RFC 3464 §2.3</summary>
internal sealed record RecipientResult
{
    /// <summary>The recipient as it was before, with what its sender asked to be reported.</summary>
    public required QueueRecipient Recipient { get; init; }

    /// <summary>What was done.</summary>
    public required DeliveryAction Action { get; init; }

    /// <summary>The enhanced status code, such as <c>5.1.1</c>. RFC 3463</summary>
    public required string Status { get; init; }

    /// <summary>
    /// The other server's reply with its code, such as <c>550 5.1.1 No such user</c>; null when it gave none.
    /// </summary>
    public string? Reply { get; init; }

    /// <summary>The reason in English when no server replied.</summary>
    public string? Reason { get; init; }

    /// <summary>The server that replied, or null for this one.</summary>
    public string? RemoteHost { get; init; }

    /// <summary>The time of the last attempt, or null when there was none.</summary>
    public DateTimeOffset? LastAttempt { get; init; }

    /// <summary>For a delay: how long the message will be tried.</summary>
    public DateTimeOffset? WillRetryUntil { get; init; }

    /// <summary>Whether the other server reports success to the sender itself. RFC 3461 §6.2.5</summary>
    public bool IsReportedByServer { get; init; }

    /// <summary>Whether the server accepts this recipient in another transaction. RFC 5321 §4.5.3.1.10</summary>
    public bool IsTooMany { get; init; }

    /// <summary>Whether it looks like greylisting: the server deferred this recipient alone. RFC 6647 §2</summary>
    public bool IsGreylisted { get; init; }

    /// <summary>Whether the connection ended before the server replied about this recipient.</summary>
    public bool IsConnectionLost { get; init; }

    /// <summary>The address of the recipient.</summary>
    public EmailAddress Address => Recipient.Address;

    /// <summary>Whether a mailbox here or another server has the message.</summary>
    public bool IsAccepted => Action is not (DeliveryAction.Failed or DeliveryAction.Delayed);

    /// <summary>The result for a recipient that is refused before any server is asked.</summary>
    public static RecipientResult Refused(QueueRecipient recipient, string status, string reason) =>
        new() { Recipient = recipient, Action = DeliveryAction.Failed, Status = status, Reason = reason };
}
