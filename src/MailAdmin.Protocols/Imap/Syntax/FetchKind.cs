namespace MailAdmin.Protocols.Imap.Syntax;

/// <summary>What one item of FETCH requests. RFC 9051 §6.4.5, RFC 3501 §6.4.5</summary>
internal enum FetchKind
{
    Flags,
    Uid,
    InternalDate,
    Size,
    Envelope,
    Body,
    BodyStructure,

    /// <summary>BODY[…], RFC822, RFC822.HEADER, RFC822.TEXT.</summary>
    Section,
}
