using System.Collections.Concurrent;
using MailAdmin.Storage.Directory;
using MailAdmin.Storage.Log;
using MailAdmin.Storage.Queue;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>All that is committed. The committer changes it; anyone reads it.</summary>
internal sealed class StoreState(MessageLog log, TimeProvider timeProvider)
{
    private readonly Dictionary<DomainName, DomainUsage> domains = [];
    private DirectorySnapshot directory = DirectorySnapshot.Empty;
    private uint lastUidValidity;

    /// <summary>The accounts that have mailboxes.</summary>
    public ConcurrentDictionary<long, AccountState> Accounts { get; } = new();

    /// <summary>Bodies with several entries, and large ones.</summary>
    public BodyTable Bodies { get; } = new();

    /// <summary>Messages that wait to be sent.</summary>
    public QueueState Queue { get; } = new();

    public MessageLog Log { get; } = log;

    /// <summary>Mailboxes whose recent messages were claimed since that was last logged.</summary>
    public ConcurrentQueue<MailboxState> RecentClaims { get; } = new();

    /// <summary>The directory; replaced whole.</summary>
    public DirectorySnapshot Directory
    {
        get => Volatile.Read(ref directory);
        set => Volatile.Write(ref directory, value);
    }

    /// <summary>The highest number that an account ever had, also of those that are gone.</summary>
    public long LastAccountId { get; private set; }

    /// <summary>Takes UIDVALIDITY values that no mailbox had before; a batch that fails leaves a gap.</summary>
    public uint TakeUidValidity(int count)
    {
        // The clock keeps them apart from those of an earlier store of the same addresses.
        uint now = (uint)timeProvider.GetUtcNow().ToUnixTimeSeconds();
        uint first = Math.Max(lastUidValidity + 1, now);
        lastUidValidity = first + (uint)count - 1;
        return first;
    }

    /// <summary>Takes a number for an account.</summary>
    public long TakeAccountId() => ++LastAccountId;

    public void SawAccountId(long id) => LastAccountId = Math.Max(LastAccountId, id);

    public void SawUidValidity(uint validity, int count = 1) =>
        lastUidValidity = Math.Max(lastUidValidity, validity + (uint)count - 1);

    /// <summary>
    /// The account of a number. The record that made it may be damaged; its mail is kept all the same.
    /// </summary>
    public AccountState FindOrRecover(long id)
    {
        if (Accounts.TryGetValue(id, out AccountState? account))
        {
            return account;
        }

        SawAccountId(id);
        return Accounts[id] = new AccountState(id, uidValidity: 1);
    }

    /// <summary>The usage of a domain.</summary>
    public DomainUsage UsageOf(DomainName name)
    {
        lock (domains)
        {
            if (!domains.TryGetValue(name, out DomainUsage? usage))
            {
                usage = domains[name] = new DomainUsage();
            }

            return usage;
        }
    }
}
