namespace MailAdmin.Requests;

/// <summary>What went through a store on each day since a time, by its trace, and what it used on each day.</summary>
/// <param name="Since">The first day, in the time zone of the server; at most 400 days ago.</param>
public sealed record GetActivity(DateTimeOffset Since) : IQuery<StoreActivity>;

/// <summary>What went through a store.</summary>
public sealed record StoreActivity
{
    /// <summary>Every day from the first to today.</summary>
    public IReadOnlyList<ActivityDay> Days { get; init; } = [];

    /// <summary>Why messages were refused, returned or delayed; the most frequent reasons, at most 20.</summary>
    public IReadOnlyList<ActivityFailure> Failures { get; init; } = [];
}

/// <summary>How many messages there were on a day.</summary>
public sealed record ActivityDay
{
    /// <summary>The day, in the time zone of the server.</summary>
    public DateOnly Day { get; init; }

    /// <summary>Messages accepted from clients and other servers.</summary>
    public long Received { get; set; }

    /// <summary>The bytes of those messages.</summary>
    public long ReceivedBytes { get; set; }

    /// <summary>Copies delivered to mailboxes.</summary>
    public long Delivered { get; set; }

    /// <summary>Recipients whose message another server accepted.</summary>
    public long Sent { get; set; }

    /// <summary>Senders, recipients and messages that were refused.</summary>
    public long Rejected { get; set; }

    /// <summary>Recipients whose message was returned.</summary>
    public long Bounced { get; set; }

    /// <summary>The bytes that all accounts used together, as last seen on the day (UTC); 0 when not known.</summary>
    public long UsedBytes { get; set; }
}

/// <summary>A reason for which messages were refused, returned or delayed.</summary>
public sealed record ActivityFailure
{
    /// <summary>What happened: Reject, Bounce or Defer.</summary>
    public required MailTraceEventId EventId { get; init; }

    /// <summary>The enhanced status code (RFC 3463); empty when there was none.</summary>
    public string StatusCode { get; init; } = "";

    /// <summary>How many times.</summary>
    public long Count { get; init; }

    /// <summary>What the last one said.</summary>
    public string Detail { get; init; } = "";
}
