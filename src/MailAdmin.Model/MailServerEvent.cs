namespace MailAdmin;

/// <summary>The kind of an event of a running server.</summary>
public enum MailServerEventKind
{
    /// <summary>A client connected.</summary>
    SessionStarted,

    /// <summary>A client logged on.</summary>
    LoggedOn,

    /// <summary>A logon was refused.</summary>
    LogonFailed,

    /// <summary>A message was accepted from a client.</summary>
    Accepted,

    /// <summary>A sender, recipient or message was refused.</summary>
    Rejected,

    /// <summary>A message was delivered to a mailbox, or another server accepted it.</summary>
    Delivered,

    /// <summary>An attempt to send failed; it is retried.</summary>
    Deferred,

    /// <summary>Delivery of a message failed for good.</summary>
    Bounced,

    /// <summary>A client read a message.</summary>
    Retrieved,

    /// <summary>A message was removed.</summary>
    Deleted,
}

/// <summary>An event of a running server.</summary>
public sealed record MailServerEvent
{
    /// <summary>When it happened.</summary>
    public required DateTime Timestamp { get; init; }

    /// <summary>What happened.</summary>
    public required MailServerEventKind Kind { get; init; }

    /// <summary>The part of the server that did it: Smtp, Submission, Pop3, Imap or Queue.</summary>
    public required string Source { get; init; }

    /// <summary>The IP address of the peer; null when there is none.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>The account that is logged on, or the user name that was refused; null when there is none.</summary>
    public string? Account { get; init; }

    /// <summary>
    /// The reverse-path; empty for the null reverse-path, null when the event is not about a message.
    /// </summary>
    public string? Sender { get; init; }

    /// <summary>The recipient; null when the event is not about one.</summary>
    public string? Recipient { get; init; }

    /// <summary>The enhanced status code (RFC 3463); null when there is none.</summary>
    public string? StatusCode { get; init; }

    /// <summary>Details.</summary>
    public string? Detail { get; init; }
}
