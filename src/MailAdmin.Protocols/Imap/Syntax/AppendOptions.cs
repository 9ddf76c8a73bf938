using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Imap.Syntax;

/// <summary>The arguments of APPEND before the message.</summary>
internal sealed record AppendOptions(string Mailbox, NamedFlags Flags, DateTimeOffset? InternalDate);
