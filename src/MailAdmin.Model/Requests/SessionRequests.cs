namespace MailAdmin.Requests;

/// <summary>Connections that are open.</summary>
public sealed record GetSessions : IQuery<IReadOnlyList<MailSession>>;

/// <summary>Closes a connection. SessionNotFound.</summary>
public sealed record StopSession(long Id) : IRequest<NoResult>;

/// <summary>
/// Client addresses that are blocked, and accounts whose logons are slowed down; those that end last first.
/// </summary>
/// <param name="ClientAddress">
/// Only that of an IP address, also of one in a blocked network, or those that match wildcards; null: every one.
/// </param>
/// <param name="Account">Only that of an account, or those that match wildcards; null: every one.</param>
public sealed record GetLogonBlocks(string? ClientAddress, string? Account) : IQuery<IReadOnlyList<MailLogonBlock>>;

/// <summary>Forgets the wrong passwords that came from an address. InvalidArgument, LogonBlockNotFound.</summary>
/// <param name="ClientAddress">An IP address, or a /64 network of IPv6 addresses.</param>
public sealed record UnblockAddress(string ClientAddress) : IRequest<NoResult>;

/// <summary>Forgets the wrong passwords for an account. LogonBlockNotFound.</summary>
/// <param name="Account">The address of the account, or the user name.</param>
public sealed record UnblockAccount(string Account) : IRequest<NoResult>;
