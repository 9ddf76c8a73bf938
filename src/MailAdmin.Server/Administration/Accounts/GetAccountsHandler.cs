using System.Runtime.CompilerServices;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Accounts;

internal sealed class GetAccountsHandler(
    IDirectory directory, IMailboxes mailboxes, AddressSearch<AccountRecord> search)
    : IStreamHandler<GetAccounts, MailAccount>
{
    public IAsyncEnumerable<MailAccount> HandleAsync(GetAccounts request, CancellationToken cancellationToken) =>
        request.First is { } first
            ? FindAsync(request, cancellationToken).Take(first)
            : FindAsync(request, cancellationToken);

    private async IAsyncEnumerable<MailAccount> FindAsync(
        GetAccounts request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StoreSettings settings = await directory.GetSettingsAsync(cancellationToken);
        await foreach (AccountRecord account in search.FindAsync(request.Address, request.Domain, cancellationToken))
        {
            if (request.Enabled is { } enabled && enabled != account.Enabled)
            {
                continue;
            }

            LogonRecord? lastLogon = await directory.FindLastLogonAsync(account.Id, cancellationToken);
            if (request.InactiveSince is { } since && (lastLogon?.When ?? account.Created) >= since)
            {
                continue;
            }

            AccountUsage? usage = await mailboxes.FindUsageAsync(account.Id, cancellationToken);
            if (usage is not null
                && (!request.OverQuota || QuotaState.Of(account, usage.Value, settings).Status == QuotaStatus.Full))
            {
                yield return AccountView.Show(account, usage.Value, lastLogon, settings);
            }
        }
    }
}
