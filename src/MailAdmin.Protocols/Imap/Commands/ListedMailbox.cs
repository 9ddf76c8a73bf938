using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>A name that LIST can answer with.</summary>
/// <param name="Name">The name.</param>
/// <param name="Mailbox">The mailbox, or null when only mailboxes below it exist.</param>
/// <param name="HasChildren">Whether there are mailboxes below it.</param>
internal readonly record struct ListedMailbox(string Name, MailboxInfo? Mailbox, bool HasChildren);
