using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Accounts;
using MailAdmin.Server.Administration.Domains;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Quotas;

/// <remarks>The whole domain against its MaxTotalSize.</remarks>
internal sealed class GetDomainQuotaHandler(IDirectory directory, DomainView view, QuotaForecast forecast)
    : IRequestHandler<GetDomainQuota, MailQuota>
{
    public async Task<MailQuota> HandleAsync(GetDomainQuota request, CancellationToken cancellationToken)
    {
        DomainRecord domain = await directory.Domains.FindAsync(request.Name, cancellationToken)
            ?? throw MailException.Of(MailError.DomainNotFound, request.Name);
        StoreSettings settings = await directory.GetSettingsAsync(cancellationToken);
        (MailSize used, _) = await view.SumAsync(domain.Name, cancellationToken);
        MailQuota quota =
            new QuotaState(domain.MaxTotalSize, used.Bytes, settings.QuotaWarning, InheritedValues.QuotaWarning)
                .ToQuota(domain.Name.Unicode);
        return request.Forecast
            ? forecast.Add(quota, await ReadUsageAsync(domain.Name, cancellationToken))
            : quota;
    }

    private async Task<IEnumerable<DailyUsage>> ReadUsageAsync(DomainName domain, CancellationToken cancellationToken)
    {
        ILookup<AccountId, DailyUsage> past = await forecast.ReadAsync(account: null, cancellationToken);
        List<AccountRecord> accounts = await directory.Accounts.ListAsync(domain, cancellationToken)
            .ToListAsync(cancellationToken);
        return accounts.SelectMany(account => past[account.Id]);
    }
}
