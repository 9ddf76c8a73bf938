namespace MailAdmin;

/// <summary>A message in a folder of an account, as people recognise it.</summary>
public sealed record MailContent
{
    /// <summary>The address of the account.</summary>
    public required string Account { get; init; }

    /// <summary>The name of the folder, with '/' between levels.</summary>
    public required string Folder { get; init; }

    /// <summary>The number of the message in its folder, which never names another one. RFC 9051 §2.3.1.1</summary>
    public long Uid { get; init; }

    /// <summary>When it arrived, or the date that the program that stored it gave, in local time.</summary>
    public DateTime Date { get; init; }

    /// <summary>The From field, decoded; null when there is none or the message cannot be read.</summary>
    public string? From { get; init; }

    /// <summary>The subject, decoded; null when there is none or the message cannot be read.</summary>
    public string? Subject { get; init; }

    /// <summary>The Message-ID without angle brackets; null when there is none or the message cannot be read.</summary>
    public string? MessageId { get; init; }

    /// <summary>The size.</summary>
    public MailSize Size { get; init; }

    /// <summary>Its flags and keywords by the names that IMAP gives them, such as \Seen.</summary>
    public IReadOnlyList<string> Flags
    {
        get;
        init => field = SemicolonList.Of(value);
    } = SemicolonList.Empty<string>();

    /// <summary>The UIDVALIDITY of the folder: with another one the UID names another message.</summary>
    public long UidValidity { get; init; }
}
