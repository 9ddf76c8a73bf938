namespace MailAdmin;

/// <summary>A protocol of a client. Submission is SMTP from mail programs, with authentication (RFC 6409).</summary>
public enum MailProtocol
{
    /// <summary>SMTP between servers (RFC 5321); for an account: sending by submission.</summary>
    Smtp,

    /// <summary>SMTP from mail programs, with authentication (RFC 6409).</summary>
    Submission,

    /// <summary>POP3 (RFC 1939).</summary>
    Pop3,

    /// <summary>IMAP (RFC 3501, RFC 9051).</summary>
    Imap,
}

/// <summary>How a connection is protected.</summary>
public enum TlsMode
{
    /// <summary>For a client: the usual mode of the port.</summary>
    Auto,

    /// <summary>No TLS.</summary>
    None,

    /// <summary>The connection starts in plain text and is upgraded (RFC 3207, RFC 2595).</summary>
    StartTls,

    /// <summary>TLS from the first byte (RFC 8314).</summary>
    Implicit,
}

/// <summary>The use of a quota.</summary>
public enum QuotaStatus
{
    /// <summary>Below every warning percentage.</summary>
    BelowLimit,

    /// <summary>At or above the lowest warning percentage.</summary>
    Warning,

    /// <summary>The quota is used up: new mail is refused.</summary>
    Full,

    /// <summary>There is no limit.</summary>
    NoQuota,
}

/// <summary>What to do when the object to create already exists.</summary>
public enum IfExists
{
    /// <summary>Report an error.</summary>
    Error,

    /// <summary>Leave the object unchanged and write it.</summary>
    Skip,

    /// <summary>Set the given values and write the object.</summary>
    Update,
}

/// <summary>When a change counts as stored.</summary>
public enum StoreDurability
{
    /// <summary>When it is on the disk: it survives a power failure.</summary>
    Full,

    /// <summary>When the operating system has it: it survives the end of the process only.</summary>
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

/// <summary>Values of an account or a quota that are not its own but those of its domain or the store.</summary>
[Flags]
public enum InheritedValues
{
    /// <summary>All are its own.</summary>
    None = 0,

    /// <summary>The quota.</summary>
    Quota = 1,

    /// <summary>The percentages at which a warning is given.</summary>
    QuotaWarning = 2,
}
