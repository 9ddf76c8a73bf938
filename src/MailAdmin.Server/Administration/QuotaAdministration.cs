using System.Runtime.CompilerServices;
using MailAdmin.Contracts;

namespace MailAdmin.Server.Administration;

/// <summary>Quotas of accounts and domains, as cmdlets ask for them.</summary>
internal sealed class QuotaAdministration(IMailStorage storage, AccountAdministration accounts, DomainAdministration domains)
{
    public async IAsyncEnumerable<MailQuota> ListAsync(
        string? pattern, double? threshold, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StoreSettings settings = await storage.Directory.GetSettingsAsync(cancellationToken);
        await foreach (AccountRecord account in accounts.FindAsync(pattern, domain: null, cancellationToken))
        {
            AccountUsage? usage = await storage.Mailboxes.FindUsageAsync(account.Id, cancellationToken);
            if (usage is null)
            {
                continue;
            }

            QuotaState state = QuotaState.Of(account, usage.Value, settings);
            if (threshold is null || state.Percent >= threshold)
            {
                yield return state.ToQuota(account.Address.ToString());
            }
        }
    }

    /// <summary>The whole domain against its MaxTotalSize.</summary>
    public async Task<MailQuota> GetDomainAsync(DomainName name, CancellationToken cancellationToken)
    {
        DomainRecord? domain = await storage.Directory.FindDomainAsync(name, cancellationToken);
        if (domain is null)
        {
            throw MailException.Of(MailError.DomainNotFound, name);
        }

        StoreSettings settings = await storage.Directory.GetSettingsAsync(cancellationToken);
        (MailSize used, _) = await domains.SumAsync(domain.Name, cancellationToken);
        return new QuotaState(domain.MaxTotalSize, used.Bytes, settings.QuotaWarning).ToQuota(domain.Name.Ascii);
    }
}
