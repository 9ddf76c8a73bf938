using MailAdmin.Contracts;

namespace MailAdmin.Server.Reports;

/// <summary>What became of a recipient. RFC 3464 §2.3.3</summary>
internal enum ReportAction
{
    /// <summary>Given up.</summary>
    Failed,

    /// <summary>Not yet; it is tried further.</summary>
    Delayed,

    /// <summary>It lies in a mailbox here.</summary>
    Delivered,

    /// <summary>A server took it that makes no reports itself.</summary>
    Relayed,

    /// <summary>It went on to several addresses, for which no more is reported.</summary>
    Expanded,
}

/// <summary>What became of one recipient.</summary>
internal sealed record RecipientOutcome
{
    /// <summary>The address.</summary>
    public required EmailAddress Address { get; init; }

    /// <summary>ORCPT, decoded: address type, semicolon, address; null: not given.</summary>
    public string? OriginalRecipient { get; init; }

    /// <summary>NOTIFY; decides whether it is reported at all.</summary>
    public DsnNotify Notify { get; init; }

    /// <summary>What became of it.</summary>
    public required ReportAction Action { get; init; }

    /// <summary>The enhanced status code, as <c>5.1.1</c>. RFC 3463</summary>
    public required string Status { get; init; }

    /// <summary>The server that said so; null: this one.</summary>
    public string? RemoteHost { get; init; }

    /// <summary>Its reply with code, as <c>550 5.1.1 No such user</c>, lines joined by spaces; null: nobody was asked.</summary>
    public string? Reply { get; init; }

    /// <summary>In words why, when nobody was asked, in English; null: the reply says it.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was last tried; null: not.</summary>
    public DateTimeOffset? LastAttempt { get; init; }

    /// <summary>Until when it is tried; for delays.</summary>
    public DateTimeOffset? WillRetryUntil { get; init; }
}

/// <summary>What the sender of a message may be told about some of its recipients.</summary>
internal sealed record ReportRequest
{
    /// <summary>The sender; null: nobody is told. RFC 3461 §6.1</summary>
    public required EmailAddress? ReversePath { get; init; }

    /// <summary>The parameters of MAIL.</summary>
    public required MessageOptions Options { get; init; }

    /// <summary>When the message came.</summary>
    public required DateTimeOffset Arrived { get; init; }

    /// <summary>The recipients that came to an end or are late.</summary>
    public required IReadOnlyList<RecipientOutcome> Outcomes { get; init; }

    /// <summary>Opens the message; called only if something is reported.</summary>
    public required Func<CancellationToken, ValueTask<MessageContent>> OpenMessageAsync { get; init; }

    /// <summary>The subject, for the text; null: none.</summary>
    public string? Subject { get; init; }
}
