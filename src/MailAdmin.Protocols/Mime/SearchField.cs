namespace MailAdmin.Protocols.Mime;

/// <summary>The header fields whose text an outline keeps, in the order in which it does.</summary>
internal enum SearchField
{
    Subject,
    From,
    To,
    Cc,
    Bcc,
}
