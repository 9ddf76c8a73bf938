namespace MailAdmin.Requests;

/// <summary>
/// Quotas of accounts whose address matches a pattern; those at or above a percentage when one is given; with their
/// growth when a forecast is asked for.
/// </summary>
public sealed record GetAccountQuotas(string? Pattern, double? Threshold, bool Forecast = false)
    : IStreamRequest<MailQuota>;

/// <summary>The quota of a domain as a whole, with its growth when a forecast is asked for. DomainNotFound.</summary>
public sealed record GetDomainQuota(DomainName Name, bool Forecast = false) : IQuery<MailQuota>;
