using System.Collections.Concurrent;
using MailAdmin.Contracts;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>
/// The accounts that have mailboxes, as they are committed. The committer changes them; anyone reads.
/// </summary>
internal sealed class AccountTable(TimeProvider timeProvider)
{
    private readonly ConcurrentDictionary<long, AccountState> accounts = new();
    private readonly Dictionary<DomainName, DomainUsage> domains = [];
    private long lastId;
    private uint lastUidValidity;

    public IEnumerable<AccountState> All => accounts.Select(pair => pair.Value);

    /// <summary>Mailboxes whose recent messages sessions claimed since that was last logged.</summary>
    public ConcurrentQueue<MailboxState> RecentClaims { get; } = new();

    public AccountState? Find(long id) => accounts.TryGetValue(id, out AccountState? account) ? account : null;

    /// <exception cref="MailException">AccountNotFound.</exception>
    public AccountState Require(AccountId id) => Find(id.Value) ?? throw MailboxErrors.AccountNotFound(id);

    /// <summary>
    /// Returns the account of a number. Its mail is kept even when the record that created it was damaged.
    /// </summary>
    public AccountState FindOrRecover(long id) => Find(id) ?? Add(id, uidValidity: 1);

    /// <summary>Adds an account, unless it is there.</summary>
    public AccountState Add(long id, uint uidValidity)
    {
        lastId = Math.Max(lastId, id);
        ReserveUidValidity(uidValidity, MailboxTable.StandardCount);
        return accounts.GetOrAdd(id, new AccountState(id, uidValidity));
    }

    public void Remove(AccountState account)
    {
        account.MoveTo(null);
        account.Removed = true;
        accounts.TryRemove(account.Id, out _);
    }

    /// <summary>Takes a number that no account had before, also none that was removed.</summary>
    public long TakeId() => ++lastId;

    /// <summary>Takes UIDVALIDITY values that no mailbox had before; a batch that fails leaves a gap.</summary>
    public uint TakeUidValidity(int count)
    {
        // The clock makes them differ from those of an earlier store of the same addresses.
        uint now = (uint)timeProvider.GetUtcNow().ToUnixTimeSeconds();
        uint first = Math.Max(lastUidValidity + 1, now);
        lastUidValidity = first + (uint)count - 1;
        return first;
    }

    /// <summary>Leaves out UIDVALIDITY values that a mailbox has.</summary>
    public void ReserveUidValidity(uint first, int count = 1) =>
        lastUidValidity = Math.Max(lastUidValidity, first + (uint)count - 1);

    /// <summary>Counts the usage of an account in the domain of its address.</summary>
    public void CountInDomain(AccountRecord record)
    {
        if (Find(record.Id.Value) is { } account)
        {
            DomainUsage usage = UsageOf(record.Address.Domain);
            if (account.Domain != usage)
            {
                account.MoveTo(usage);
            }
        }
    }

    private DomainUsage UsageOf(DomainName name)
    {
        if (!domains.TryGetValue(name, out DomainUsage? usage))
        {
            usage = domains[name] = new DomainUsage();
        }

        return usage;
    }
}
