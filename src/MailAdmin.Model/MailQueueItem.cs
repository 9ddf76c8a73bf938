namespace MailAdmin;

/// <summary>What a message in the queue is doing.</summary>
public enum MailQueueStatus
{
    /// <summary>It is being sent, or is sent as soon as it is its turn.</summary>
    Active,

    /// <summary>It waits for the time of its next attempt.</summary>
    Deferred,

    /// <summary>It waits until somebody resumes it.</summary>
    Suspended,
}

/// <summary>A message that waits to be sent to one domain, with those recipients that have not got it yet.</summary>
public sealed record MailQueueItem
{
    /// <summary>Its number; never given twice in its store.</summary>
    public required long Id { get; init; }

    /// <summary>The reverse-path; null: the null reverse-path of notifications. RFC 5321 §4.5.5</summary>
    public EmailAddress? Sender { get; init; }

    /// <summary>The recipients that wait.</summary>
    public IReadOnlyList<EmailAddress> Recipient { get; init; } = [];

    /// <summary>The domain of the recipients.</summary>
    public required string Domain { get; init; }

    /// <summary>The octets of the message.</summary>
    public MailSize Size { get; init; }

    /// <summary>When it came.</summary>
    public DateTimeOffset Queued { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>When it was last tried; null: not yet.</summary>
    public DateTimeOffset? LastAttempt { get; init; }

    /// <summary>
    /// Why it did not go, in the words of the other server where there are any; null: it was not tried.
    /// </summary>
    public string? LastError { get; init; }

    /// <summary>The enhanced status code of that, as <c>4.4.1</c>. RFC 3463</summary>
    public string? StatusCode { get; init; }

    /// <summary>When it is tried again; null: it is suspended.</summary>
    public DateTimeOffset? NextAttempt { get; init; }

    /// <summary>The host it goes to: a smart host, or the server that was last tried; before that the domain.</summary>
    public required string NextHop { get; init; }

    /// <summary>What it is doing.</summary>
    public MailQueueStatus Status { get; init; }

    /// <summary>When it is given up and returned.</summary>
    public DateTimeOffset Expires { get; init; }

    /// <summary>The Message-ID field, without angle brackets; null: it has none.</summary>
    public string? MessageId { get; init; }

    /// <summary>The subject; null: it has none.</summary>
    public string? Subject { get; init; }
}
