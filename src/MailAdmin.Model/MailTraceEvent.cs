namespace MailAdmin;

/// <summary>A step on the path of a message.</summary>
public enum MailTraceEventId
{
    /// <summary>The message was accepted from a client.</summary>
    Receive,

    /// <summary>A sender, recipient or message was refused.</summary>
    Reject,

    /// <summary>The message was queued for another domain.</summary>
    Queue,

    /// <summary>An attempt to deliver failed; it is retried.</summary>
    Defer,

    /// <summary>Another server accepted the message.</summary>
    Send,

    /// <summary>The message was delivered to a mailbox.</summary>
    Deliver,

    /// <summary>Delivery failed for good; the sender is notified unless they asked for no notification.</summary>
    Bounce,

    /// <summary>A client read the content of the message.</summary>
    Retrieve,

    /// <summary>A client removed the message from a mailbox, or an administrator removed it from the queue.</summary>
    Delete,
}

/// <summary>One step of one message to one recipient.</summary>
public sealed record MailTraceEvent
{
    /// <summary>When it happened, in UTC while it is recorded, and in local time in what cmdlets write.</summary>
    public required DateTime Timestamp { get; init; }

    /// <summary>What happened.</summary>
    public required MailTraceEventId EventId { get; init; }

    /// <summary>The part of the server that did it: Smtp, Submission, Pop3, Imap or Queue.</summary>
    public required string Source { get; init; }

    /// <summary>The reverse-path; empty for the null reverse-path, null when it is not known.</summary>
    public string? Sender { get; init; }

    /// <summary>The recipient, or the account that owns the mailbox; null when it is not known.</summary>
    public string? Recipient { get; init; }

    /// <summary>The Message-ID, without angle brackets; null when the message has none or it is not known.</summary>
    public string? MessageId { get; init; }

    /// <summary>The subject; null when the message has none or it is not known.</summary>
    public string? Subject { get; init; }

    /// <summary>The size of the message; null when it is not known.</summary>
    public MailSize? Size { get; init; }

    /// <summary>
    /// The IP address of the client, or of the server to which the message was sent; null when there is none.
    /// </summary>
    public string? ClientAddress { get; init; }

    /// <summary>The enhanced status code (RFC 3463); null when there is none.</summary>
    public string? StatusCode { get; init; }

    /// <summary>Details: the reply of a server, the name of a client, or a mailbox.</summary>
    public string? Detail { get; init; }
}
