namespace MailAdmin.Requests;

/// <summary>
/// Quotas of accounts whose address matches a pattern; those at or above a percentage when one is given; with their
/// growth when a forecast is asked for.
/// </summary>
public sealed record GetAccountQuotas(string? Pattern, double? Threshold, bool Forecast = false)
    : IStreamRequest<MailQuota>;

/// <summary>The quota of a domain as a whole, with its growth when a forecast is asked for. DomainNotFound.</summary>
public sealed record GetDomainQuota(DomainName Name, bool Forecast = false) : IQuery<MailQuota>;

/// <summary>The accounts matching a pattern whose use has reached a percentage they were not warned of yet.</summary>
public sealed record GetQuotaWarnings(string? Pattern) : IQuery<IReadOnlyList<MailQuotaWarning>>;

/// <summary>
/// Warns accounts that are still due, once for each percentage they reach, and sends one summary to the administrator.
/// An account whose use has fallen below a percentage is warned again when it reaches it.
/// </summary>
/// <param name="Address">The accounts.</param>
/// <param name="Language">The language of the messages: <c>en</c> or <c>ja</c>.</param>
public sealed record SendQuotaWarnings(IReadOnlyList<EmailAddress> Address, string Language)
    : DirectoryChange<IReadOnlyList<MailQuotaWarning>>;
