namespace MailAdmin;

/// <summary>What happens in a server.</summary>
public enum MailServerEventKind
{
    /// <summary>A client connected.</summary>
    SessionStarted,

    /// <summary>A client logged on.</summary>
    LoggedOn,

    /// <summary>A logon was refused.</summary>
    LogonFailed,

    /// <summary>A message was taken from a client.</summary>
    Accepted,

    /// <summary>A sender, recipient or message was refused.</summary>
    Rejected,

    /// <summary>A message lies in a mailbox, or another server took it.</summary>
    Delivered,

    /// <summary>An attempt to send failed; it is tried again.</summary>
    Deferred,

    /// <summary>A message was given up.</summary>
    Bounced,

    /// <summary>A client read a message.</summary>
    Retrieved,

    /// <summary>A message was removed.</summary>
    Deleted,
}

/// <summary>An event of a running server.</summary>
public sealed record MailServerEvent
{
    /// <summary>When.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>What happened.</summary>
    public required MailServerEventKind Kind { get; init; }

    /// <summary>The part that did it: Smtp, Submission, Pop3, Imap or Queue.</summary>
    public required string Source { get; init; }

    /// <summary>The address of the other side; null: none.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>The account that is logged on, or the user name that was refused; null: none.</summary>
    public string? Account { get; init; }

    /// <summary>The reverse-path; empty: the null reverse-path; null: not about a message.</summary>
    public string? Sender { get; init; }

    /// <summary>The recipient; null: not about one.</summary>
    public string? Recipient { get; init; }

    /// <summary>The enhanced status code. RFC 3463; null: none.</summary>
    public string? StatusCode { get; init; }

    /// <summary>More in words.</summary>
    public string? Detail { get; init; }
}
