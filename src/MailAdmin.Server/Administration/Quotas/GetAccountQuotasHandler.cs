using System.Runtime.CompilerServices;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Accounts;
using MailAdmin.Server.Administration.Handling;
using MailAdmin.Server.Arguments;

namespace MailAdmin.Server.Administration.Quotas;

internal sealed class GetAccountQuotasHandler(
    IDirectory directory, IMailboxes mailboxes, AddressSearch<AccountRecord> search, QuotaForecast forecast)
    : IStreamHandler<GetAccountQuotas, MailQuota>
{
    public async IAsyncEnumerable<MailQuota> HandleAsync(
        GetAccountQuotas request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StoreSettings settings = await directory.GetSettingsAsync(cancellationToken);
        bool isSingle = request.Pattern is { } pattern && !NamePattern.HasWildcards(pattern);
        ILookup<AccountId, DailyUsage>? past = null;
        await foreach (AccountRecord account in search.FindAsync(request.Pattern, domain: null, cancellationToken))
        {
            if (await mailboxes.FindUsageAsync(account.Id, cancellationToken) is not { } usage)
            {
                continue;
            }

            QuotaState state = QuotaState.Of(account, usage, settings);
            if (request.Threshold is null || state.Percent >= request.Threshold)
            {
                MailQuota quota = state.ToQuota(account.Address.ToString());
                if (request.Forecast)
                {
                    past ??= await forecast.ReadAsync(isSingle ? account.Id : null, cancellationToken);
                    quota = forecast.Add(quota, past[account.Id]);
                }

                yield return quota;
            }
        }
    }
}
