using MailAdmin.Contracts;
using MailAdmin.Storage.Commit;
using MailAdmin.Storage.Directory;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>
/// Whether messages fit into the quotas of their accounts and domains, with everything the batch has prepared.
/// </summary>
internal static class QuotaCheck
{
    /// <summary>Requires that all messages fit together.</summary>
    /// <exception cref="MailException">MessageLargerThanQuota, OverQuota; Target is the address of the
    /// account.</exception>
    public static void Require(CommitContext context, IEnumerable<(AccountState Account, long Size)> messages)
    {
        Dictionary<AccountState, long> byAccount = [];
        Dictionary<DomainUsage, (long Added, AccountState Account)> byDomain = [];
        foreach ((AccountState account, long size) in messages)
        {
            AccountRecord record = context.Directory.FindAccount(new AccountId(account.Id)) ?? throw MailException.Of(MailError.AccountNotFound.As("Number"), account.Id);
            MailSize quota = context.Directory.QuotaOf(record);
            if (size > quota.Bytes)
            {
                throw LargerThanQuota(record, size, quota);
            }

            byAccount[account] = byAccount.GetValueOrDefault(account) + size;
            if (account.PendingUsedSize + byAccount[account] > quota.Bytes)
            {
                throw OverQuota(record, quota);
            }

            if (account.Domain is { } usage)
            {
                byDomain[usage] = (byDomain.GetValueOrDefault(usage).Added + size, account);
                RequireDomain(context, record, usage, byDomain[usage].Added);
            }
        }
    }

    private static void RequireDomain(CommitContext context, AccountRecord record, DomainUsage usage, long added)
    {
        if (context.Directory.Domains.TryGetValue(record.Address.Domain, out DomainEntry? domain) && !domain.Record.MaxTotalSize.IsUnlimited)
        {
            usage.BeginPending(context.Batch);
            if (usage.PendingUsedSize + added > domain.Record.MaxTotalSize.Bytes)
            {
                throw DomainOverQuota(record, domain.Record);
            }
        }
    }

    private static MailException LargerThanQuota(AccountRecord account, long size, MailSize quota) =>
        MailException.Of(MailError.MessageLargerThanQuota, account.Address, new MailSize(size), quota);

    private static MailException OverQuota(AccountRecord account, MailSize quota) =>
        MailException.Of(MailError.OverQuota, account.Address, quota);

    private static MailException DomainOverQuota(AccountRecord account, DomainRecord domain) =>
        MailException.Of(MailError.OverQuota.As("Domain"), account.Address, domain.Name, domain.MaxTotalSize);
}
