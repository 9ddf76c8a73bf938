using MailAdmin.Contracts;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Operations;

/// <summary>
/// Checks whether messages fit into the quotas of their accounts and domains, with everything the batch has prepared.
/// </summary>
internal static class QuotaCheck
{
    /// <summary>Requires that all messages fit together.</summary>
    /// <exception cref="MailException">
    /// MessageLargerThanQuota, OverQuota; Target is the address of the account.
    /// </exception>
    public static void Require(CommitContext context, IEnumerable<(AccountState Account, long Size)> messages)
    {
        IAccountDirectory directory = context.Directory;
        Dictionary<AccountState, long> byAccount = [];
        Dictionary<DomainUsage, (long Added, AccountState Account)> byDomain = [];
        foreach ((AccountState account, long size) in messages)
        {
            AccountId id = new(account.Id);
            AccountRecord record = directory.FindAccount(id) ?? throw MailboxErrors.AccountNotFound(id);
            MailSize quota = directory.QuotaOf(record);
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
        if (context.Directory.FindDomain(record.Address.Domain) is { } domain && !domain.MaxTotalSize.IsUnlimited)
        {
            usage.BeginPending(context.Batch);
            if (usage.PendingUsedSize + added > domain.MaxTotalSize.Bytes)
            {
                throw DomainOverQuota(record, domain);
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
