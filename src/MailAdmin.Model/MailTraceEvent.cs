namespace MailAdmin;

/// <summary>A step on the way of a message.</summary>
public enum MailTraceEventId
{
    /// <summary>It was taken from a client.</summary>
    Receive,

    /// <summary>A sender, recipient or message was refused.</summary>
    Reject,

    /// <summary>It was put into the queue for another domain.</summary>
    Queue,

    /// <summary>An attempt failed; it is tried again.</summary>
    Defer,

    /// <summary>Another server took it.</summary>
    Send,

    /// <summary>It lies in a mailbox.</summary>
    Deliver,

    /// <summary>It was given up; the sender is told unless that was not wanted.</summary>
    Bounce,

    /// <summary>A client read its content.</summary>
    Retrieve,

    /// <summary>A client, or an administrator in the queue, removed it.</summary>
    Delete,
}

/// <summary>One step of one message to one recipient.</summary>
public sealed record MailTraceEvent
{
    /// <summary>When.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>What happened.</summary>
    public required MailTraceEventId EventId { get; init; }

    /// <summary>The part that did it: Smtp, Submission, Pop3, Imap or Queue.</summary>
    public required string Source { get; init; }

    /// <summary>The reverse-path; empty: the null reverse-path; null: not known.</summary>
    public string? Sender { get; init; }

    /// <summary>The recipient, or the account whose mailbox it is; null: not known.</summary>
    public string? Recipient { get; init; }

    /// <summary>The Message-ID field, without angle brackets; null: none, or not known.</summary>
    public string? MessageId { get; init; }

    /// <summary>The subject; null: none, or not known.</summary>
    public string? Subject { get; init; }

    /// <summary>The octets; null: not known.</summary>
    public MailSize? Size { get; init; }

    /// <summary>The address of the client, or of the server that it was sent to; null: none.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>The enhanced status code. RFC 3463; null: none.</summary>
    public string? StatusCode { get; init; }

    /// <summary>More in words: the reply of a server, the name of a client, a folder.</summary>
    public string? Detail { get; init; }
}
