namespace MailAdmin.Requests;

/// <summary>
/// Which messages of accounts. A null value matches all. Texts are found anywhere in their field, without regard to
/// case, as IMAP SEARCH finds them. RFC 9051 §6.4.4
/// </summary>
public sealed record ContentFilter
{
    /// <summary>The address of the account, a pattern with '*' and '?'.</summary>
    public string? Account { get; init; }

    /// <summary>The name of the folder, a pattern with '*' and '?'.</summary>
    public string? Folder { get; init; }

    /// <summary>The messages by number.</summary>
    public IReadOnlyList<long>? Uid { get; init; }

    /// <summary>Only in a folder with this UIDVALIDITY.</summary>
    public long? UidValidity { get; init; }

    /// <summary>A text in the From field: a name or an address.</summary>
    public string? Sender { get; init; }

    /// <summary>A text in the To or Cc field.</summary>
    public string? Recipient { get; init; }

    /// <summary>A text in the subject.</summary>
    public string? Subject { get; init; }

    /// <summary>A text in the header or the body.</summary>
    public string? Text { get; init; }

    /// <summary>Arrived at this time or after.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Arrived before this time.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>At least of this size.</summary>
    public MailSize? MinimumSize { get; init; }

    /// <summary>At most of this size.</summary>
    public MailSize? MaximumSize { get; init; }

    /// <summary>Whether only messages without \Seen match.</summary>
    public bool Unread { get; init; }

    /// <summary>At most so many; null: all.</summary>
    public int? First { get; init; }
}
