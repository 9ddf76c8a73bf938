namespace MailAdmin.Protocols.Imap.Wire;

/// <summary>How the reading of a line ended.</summary>
internal enum LineEnd
{
    /// <summary>With CRLF.</summary>
    Whole,

    /// <summary>With CRLF, but it was too long to be kept.</summary>
    TooLong,

    /// <summary>With a line feed alone, which ends no line of IMAP. RFC 9051 §2.2</summary>
    BareLineFeed,

    /// <summary>It exceeded even the limit for skipping.</summary>
    Endless,

    /// <summary>The client closed the connection.</summary>
    Closed,
}
