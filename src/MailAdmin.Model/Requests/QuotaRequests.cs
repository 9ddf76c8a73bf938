namespace MailAdmin.Requests;

/// <summary>
/// Quotas of accounts whose address matches a pattern; those at or above a percentage when one is given.
/// </summary>
public sealed record GetAccountQuotas(string? Pattern, double? Threshold) : IStreamRequest<MailQuota>;

/// <summary>The quota of a domain as a whole. DomainNotFound.</summary>
public sealed record GetDomainQuota(DomainName Name) : IQuery<MailQuota>;
