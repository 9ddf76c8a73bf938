namespace MailAdmin.Requests;

/// <summary>Which messages of the queue. A null value matches all; texts are patterns with '*' and '?'.</summary>
public sealed record QueueFilter
{
    /// <summary>The number.</summary>
    public long? Id { get; init; }

    /// <summary>The reverse-path; an empty text is the null reverse-path.</summary>
    public string? Sender { get; init; }

    /// <summary>Any recipient.</summary>
    public string? Recipient { get; init; }

    /// <summary>The domain of the recipients.</summary>
    public string? Domain { get; init; }

    /// <summary>The next hop.</summary>
    public string? NextHop { get; init; }

    /// <summary>The status code of the last attempt.</summary>
    public string? StatusCode { get; init; }

    /// <summary>The error of the last attempt; without wildcards any part of it.</summary>
    public string? LastError { get; init; }

    /// <summary>The status.</summary>
    public MailQueueStatus? Status { get; init; }

    /// <summary>At least so many attempts.</summary>
    public int? MinimumAttempts { get; init; }

    /// <summary>At least of this size.</summary>
    public MailSize? MinimumSize { get; init; }

    /// <summary>Queued before this time.</summary>
    public DateTimeOffset? QueuedBefore { get; init; }

    /// <summary>Queued at this time or after.</summary>
    public DateTimeOffset? QueuedAfter { get; init; }

    /// <summary>Given up before this time.</summary>
    public DateTimeOffset? ExpiresBefore { get; init; }

    /// <summary>At most so many; null: all.</summary>
    public int? First { get; init; }
}
