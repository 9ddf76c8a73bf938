namespace MailAdmin;

/// <summary>The state of a message in the queue.</summary>
public enum MailQueueStatus
{
    /// <summary>It is being sent, or is next to be sent.</summary>
    Active,

    /// <summary>It waits for its next attempt.</summary>
    Deferred,

    /// <summary>It waits until it is resumed.</summary>
    Suspended,
}

/// <summary>A message that waits to be sent to one domain, with the recipients that have not received it.</summary>
public sealed record MailQueueItem
{
    /// <summary>The number, which is never used again in the store.</summary>
    public required long Id { get; init; }

    /// <summary>The reverse-path; null for the null reverse-path of notifications. RFC 5321 §4.5.5</summary>
    public string? Sender { get; init; }

    /// <summary>The recipients that have not received the message.</summary>
    public IReadOnlyList<string> Recipient
    {
        get;
        init => field = SemicolonList.Of(value);
    } = SemicolonList.Empty<string>();

    /// <summary>The domain of the recipients.</summary>
    public required string Domain { get; init; }

    /// <summary>The size of the message.</summary>
    public MailSize Size { get; init; }

    /// <summary>When it was queued.</summary>
    public DateTime Queued { get; init; }

    /// <summary>The number of attempts.</summary>
    public int Attempts { get; init; }

    /// <summary>The time of the last attempt; null before the first.</summary>
    public DateTime? LastAttempt { get; init; }

    /// <summary>
    /// Why the last attempt failed: the reply of the other server where it gave one; null before the first attempt.
    /// </summary>
    public string? LastError { get; init; }

    /// <summary>The enhanced status code of the last attempt, such as <c>4.4.1</c>. RFC 3463</summary>
    public string? StatusCode { get; init; }

    /// <summary>The time of the next attempt; null while the message is suspended.</summary>
    public DateTime? NextAttempt { get; init; }

    /// <summary>
    /// The next hop: a smart host, or the server of the last attempt; before the first attempt the domain.
    /// </summary>
    public required string NextHop { get; init; }

    /// <summary>The state.</summary>
    public MailQueueStatus Status { get; init; }

    /// <summary>When the message is returned to the sender.</summary>
    public DateTime Expires { get; init; }

    /// <summary>The Message-ID, without angle brackets; null when the message has none.</summary>
    public string? MessageId { get; init; }

    /// <summary>The subject; null when the message has none.</summary>
    public string? Subject { get; init; }
}
