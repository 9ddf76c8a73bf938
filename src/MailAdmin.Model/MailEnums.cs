namespace MailAdmin;

/// <summary>What a client speaks. Submission is SMTP for people, with authentication (RFC 6409).</summary>
public enum MailProtocol
{
    /// <summary>SMTP between servers (RFC 5321); for an account: sending by submission.</summary>
    Smtp,

    /// <summary>SMTP from people's programs (RFC 6409).</summary>
    Submission,

    /// <summary>POP3 (RFC 1939).</summary>
    Pop3,

    /// <summary>IMAP (RFC 3501, RFC 9051).</summary>
    Imap,
}

/// <summary>How a connection is protected.</summary>
public enum TlsMode
{
    /// <summary>For a client: whatever the port calls for.</summary>
    Auto,

    /// <summary>No TLS.</summary>
    None,

    /// <summary>The connection starts in plain text and is upgraded (RFC 3207, RFC 2595).</summary>
    StartTls,

    /// <summary>TLS from the first octet (RFC 8314).</summary>
    Implicit,
}

/// <summary>How an account stands against its quota.</summary>
public enum QuotaStatus
{
    /// <summary>Below every warning.</summary>
    BelowLimit,

    /// <summary>At or above the lowest warning percentage.</summary>
    Warning,

    /// <summary>Nothing more fits.</summary>
    Full,

    /// <summary>There is no limit.</summary>
    NoQuota,
}

/// <summary>What to do when what is to be created exists.</summary>
public enum IfExists
{
    /// <summary>Report an error.</summary>
    Error,

    /// <summary>Leave it as it is and write it.</summary>
    Skip,

    /// <summary>Change it to what is given and write it.</summary>
    Update,
}

/// <summary>When a change counts as stored.</summary>
public enum StoreDurability
{
    /// <summary>After the disk has it: survives a power failure.</summary>
    Full,

    /// <summary>After the operating system has it: survives the death of the process only.</summary>
    Process,
}

/// <summary>The purpose of a mailbox. RFC 6154 §2</summary>
public enum SpecialUse
{
    /// <summary>An ordinary mailbox.</summary>
    None,

    /// <summary>INBOX; it has no attribute of RFC 6154.</summary>
    Inbox,

    /// <summary>\Drafts.</summary>
    Drafts,

    /// <summary>\Sent.</summary>
    Sent,

    /// <summary>\Junk.</summary>
    Junk,

    /// <summary>\Trash.</summary>
    Trash,

    /// <summary>\Archive.</summary>
    Archive,
}
