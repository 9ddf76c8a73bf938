namespace MailAdmin.Requests;

/// <summary>Aliases whose address matches a pattern with '*' and '?'; null: all.</summary>
public sealed record GetAliases(string? Pattern) : IStreamRequest<MailAlias>;

/// <summary>Adds an alias. AliasExists, AccountExists, GroupExists, DomainNotFound, AliasLoop, InvalidTarget.</summary>
public sealed record CreateAlias(EmailAddress Address, IReadOnlyList<EmailAddress> Targets, bool Enabled = true)
    : DirectoryChange<MailAlias>;

/// <summary>Changes an alias; null leaves a value as it is. AliasNotFound, AliasLoop, InvalidTarget.</summary>
public sealed record SetAlias(EmailAddress Address, IReadOnlyList<EmailAddress>? Targets, bool? Enabled)
    : DirectoryChange<MailAlias>;

/// <summary>Removes an alias. AliasNotFound.</summary>
public sealed record RemoveAlias(EmailAddress Address) : DirectoryChange<NoResult>;
