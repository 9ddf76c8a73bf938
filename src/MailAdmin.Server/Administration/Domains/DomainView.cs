using MailAdmin.Contracts;
using MailAdmin.Server.Administration.Accounts;
using MailAdmin.Server.Arguments;

namespace MailAdmin.Server.Administration.Domains;

/// <summary>Shows domains: what is stored of each, and what its accounts use together.</summary>
internal sealed class DomainView(IDirectory directory, IMailboxes mailboxes)
{
    public async ValueTask<MailDomain> ShowAsync(DomainRecord domain, CancellationToken cancellationToken)
    {
        (MailSize used, MailSize allocated) = await SumAsync(domain.Name, cancellationToken);
        return PropertyCopy.All(domain, new MailDomain
        {
            Name = domain.Name.Ascii,
            UnicodeName = domain.Name.Unicode,
            AccountCount = await directory.Accounts.CountAsync(domain.Name, cancellationToken),
            AliasCount = await directory.Aliases.CountAsync(domain.Name, cancellationToken),
            UsedSize = used,
            AllocatedQuota = allocated,
        });
    }

    /// <summary>What the accounts of a domain use and may use together.</summary>
    public async ValueTask<(MailSize Used, MailSize Allocated)> SumAsync(
        DomainName name, CancellationToken cancellationToken)
    {
        MailSize used = MailSize.Zero;
        MailSize allocated = MailSize.Zero;
        await foreach (AccountRecord account in directory.Accounts.ListAsync(name, cancellationToken))
        {
            if (await mailboxes.FindUsageAsync(account.Id, cancellationToken) is { } usage)
            {
                used += usage.UsedSize;
                allocated += usage.Quota;
            }
        }

        return (used, allocated);
    }
}
