namespace MailAdmin;

/// <summary>A folder of an account.</summary>
public sealed record MailMailbox
{
    /// <summary>The address of the account.</summary>
    public required EmailAddress Account { get; init; }

    /// <summary>The name, with '/' between levels.</summary>
    public required string Name { get; init; }

    /// <summary>Its purpose.</summary>
    public SpecialUse SpecialUse { get; init; }

    /// <summary>How many messages it holds.</summary>
    public int MessageCount { get; init; }

    /// <summary>How many of them are not read.</summary>
    public int UnseenCount { get; init; }

    /// <summary>The octets of its messages.</summary>
    public MailSize Size { get; init; }

    /// <summary>Changes when the name is born again. RFC 3501 §2.3.1.1</summary>
    public long UidValidity { get; init; }

    /// <summary>At least the UID of the next message. RFC 3501 §2.3.1.1</summary>
    public long UidNext { get; init; }
}
