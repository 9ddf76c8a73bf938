namespace MailAdmin.Requests;

/// <summary>Domains whose name matches a pattern with '*' and '?'; null: all.</summary>
public sealed record GetDomains(string? Pattern) : IStreamRequest<MailDomain>;

/// <summary>Adds a domain. DomainExists.</summary>
public sealed record CreateDomain(DomainName Name, DomainProperties Properties) : DirectoryChange<MailDomain>;

/// <summary>Changes a domain. DomainNotFound.</summary>
public sealed record SetDomain(DomainName Name, DomainProperties Properties) : DirectoryChange<MailDomain>;

/// <summary>
/// Removes a domain; with <paramref name="Recurse"/> its accounts and aliases too. DomainNotFound, DomainNotEmpty.
/// </summary>
public sealed record RemoveDomain(DomainName Name, bool Recurse) : DirectoryChange<NoResult>;
