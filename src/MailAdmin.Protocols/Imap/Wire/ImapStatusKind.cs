namespace MailAdmin.Protocols.Imap.Wire;

/// <summary>Done, refused, or not understood. RFC 9051 §7.1</summary>
internal enum ImapStatusKind
{
    Ok,
    No,
    Bad,
}
