namespace MailAdmin.Protocols.Mime;

/// <summary>The header fields whose text a structure keeps, in the order in which it does.</summary>
internal enum SearchField
{
    Subject,
    From,
    To,
    Cc,
    Bcc,
}
