using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Imap.Syntax;

/// <summary>What APPEND says ahead of the message.</summary>
internal sealed record AppendOptions(string Mailbox, NamedFlags Flags, DateTimeOffset? InternalDate);
