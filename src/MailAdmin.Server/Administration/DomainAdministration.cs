using System.Runtime.CompilerServices;
using MailAdmin.Contracts;
using MailAdmin.Server.Secrets;

namespace MailAdmin.Server.Administration;

/// <summary>Domains, as cmdlets ask for them.</summary>
internal sealed class DomainAdministration(IMailStorage storage, SecretBox secrets, TimeProvider timeProvider)
{
    private readonly IDirectory directory = storage.Directory;
    private readonly IMailboxes mailboxes = storage.Mailboxes;

    public async IAsyncEnumerable<MailDomain> ListAsync(string? pattern, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        NamePattern? matcher = pattern is null ? null : NamePattern.OfName(pattern);
        await foreach (DomainRecord domain in directory.ListDomainsAsync(cancellationToken))
        {
            if (matcher is null || matcher.Matches(domain.Name.Ascii) || matcher.Matches(domain.Name.Unicode))
            {
                yield return await ShowAsync(domain, cancellationToken);
            }
        }
    }

    public async Task<MailDomain> CreateAsync(DomainName name, DomainProperties properties, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        DomainRecord wanted = new DomainChange(name, properties, secrets)
            .ApplyTo(new DomainRecord { Name = name, Created = timeProvider.GetUtcNow() });
        DomainRecord created = await directory.CreateDomainAsync(wanted, origin, cancellationToken);
        return await ShowAsync(created, cancellationToken);
    }

    public async Task<MailDomain> SetAsync(DomainName name, DomainProperties properties, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        DomainChange change = new(name, properties, secrets);
        DomainRecord changed = await directory.UpdateDomainAsync(name, change.ApplyTo, origin, cancellationToken);
        return await ShowAsync(changed, cancellationToken);
    }

    public Task RemoveAsync(DomainName name, bool recurse, ChangeOrigin origin, CancellationToken cancellationToken) =>
        directory.RemoveDomainAsync(name, recurse, origin, cancellationToken);

    /// <summary>What the accounts of a domain use together, and the sum of their quotas.</summary>
    public async ValueTask<(MailSize Used, MailSize Allocated)> SumAsync(DomainName name, CancellationToken cancellationToken)
    {
        MailSize used = MailSize.Zero;
        MailSize allocated = MailSize.Zero;
        await foreach (AccountRecord account in directory.ListAccountsAsync(name, cancellationToken))
        {
            if (await mailboxes.FindUsageAsync(account.Id, cancellationToken) is { } usage)
            {
                used += usage.UsedSize;
                allocated += usage.Quota;
            }
        }

        return (used, allocated);
    }

    private async ValueTask<MailDomain> ShowAsync(DomainRecord domain, CancellationToken cancellationToken)
    {
        (int accounts, int aliases) = await directory.CountAsync(domain.Name, cancellationToken);
        (MailSize used, MailSize allocated) = await SumAsync(domain.Name, cancellationToken);
        return new MailDomain
        {
            Name = domain.Name,
            Enabled = domain.Enabled,
            Description = domain.Description,
            AccountCount = accounts,
            AliasCount = aliases,
            UsedSize = used,
            AllocatedQuota = allocated,
            MaxTotalSize = domain.MaxTotalSize,
            MaxAccounts = domain.MaxAccounts,
            DefaultQuota = domain.DefaultQuota,
            MaxMessageSize = domain.MaxMessageSize,
            CatchAll = domain.CatchAll,
            AliasDomain = domain.AliasDomain,
            PlusAddressing = domain.PlusAddressing,
            SmartHost = domain.SmartHost,
            SmartHostUserName = domain.SmartHostUserName,
            Created = domain.Created,
        };
    }
}
