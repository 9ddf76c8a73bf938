namespace MailAdmin;

/// <summary>A mailbox of an account.</summary>
public sealed record MailMailbox
{
    /// <summary>The address of the account.</summary>
    public required string Account { get; init; }

    /// <summary>The name, with '/' between levels.</summary>
    public required string Name { get; init; }

    /// <summary>The purpose.</summary>
    public SpecialUse SpecialUse { get; init; }

    /// <summary>The number of messages.</summary>
    public int MessageCount { get; init; }

    /// <summary>The number of unread messages.</summary>
    public int UnseenCount { get; init; }

    /// <summary>The size of all messages.</summary>
    public MailSize Size { get; init; }

    /// <summary>A number that changes when a mailbox of this name is created again. RFC 3501 §2.3.1.1</summary>
    public long UidValidity { get; init; }

    /// <summary>The lowest UID that the next message can have. RFC 3501 §2.3.1.1</summary>
    public long UidNext { get; init; }
}
