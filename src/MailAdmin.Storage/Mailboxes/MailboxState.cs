using System.Collections.Concurrent;
using MailAdmin.Contracts;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>
/// A mailbox as it is committed. The committer changes it under the lock of its account; readers hold that lock. The
/// members
/// that begin with Pending belong to the committer alone and run ahead of what is committed, for the batch that is
/// being prepared.
/// Invariants: entries ascend by UID; UidNext is greater than every UID that was ever given.
/// </summary>
internal sealed class MailboxState(AccountState account, int number, uint uidValidity, SpecialUse use, string name)
{
    private MessageEntry[] entries = [];
    private int count;
    private int unseen;
    private int deleted;
    private long size;
    private WeakReference<MessageInfo[]>? infos;

    public AccountState Account { get; } = account;

    public MailboxId Id { get; } = new(new AccountId(account.Id), number);

    public uint UidValidity { get; } = uidValidity;

    public SpecialUse Use { get; } = use;

    public string Name { get; set; } = name;

    public uint UidNext { get; private set; } = 1;

    public ulong HighestModSeq { get; private set; } = 1;

    public uint FirstRecentUid { get; set; } = 1;

    /// <summary>
    /// Whether <see cref="FirstRecentUid"/> runs ahead of what is in the log, and waits to be written.
    /// </summary>
    public bool RecentUnlogged { get; set; }

    /// <summary>Never changed in place.</summary>
    public string[] Keywords { get; private set; } = [];

    /// <summary>Those who are told of its changes; never changed in place.</summary>
    public MailboxSubscription[] Subscriptions { get; set; } = [];

    public int Count => count;

    public long Size => size;

    public ReadOnlySpan<MessageEntry> Entries => entries.AsSpan(0, count);

    public long PendingBatch { get; private set; }

    public uint PendingUidNext { get; set; }

    public string[] PendingKeywords { get; set; } = [];

    /// <summary>The batch that changes or removes messages that exist.</summary>
    public long MutatingBatch { get; set; }

    /// <summary>Lets the pending members begin with what is committed, once a batch.</summary>
    public void BeginPending(long batch)
    {
        if (PendingBatch != batch)
        {
            PendingBatch = batch;
            PendingUidNext = UidNext;
            PendingKeywords = Keywords;
        }
    }

    public MailboxInfo ToInfo() => new()
    {
        Id = Id,
        Name = Name,
        SpecialUse = Use,
        Subscribed = Account.IsSubscribed(Name),
        UidValidity = UidValidity,
        UidNext = UidNext,
        HighestModSeq = HighestModSeq,
        MessageCount = count,
        UnseenCount = unseen,
        DeletedCount = deleted,
        FirstRecentUid = FirstRecentUid,
        Size = size,
        Keywords = Keywords,
    };

    /// <summary>All messages, in an array that is shared until the mailbox changes.</summary>
    public ReadOnlyMemory<MessageInfo> ToInfos()
    {
        if (infos is not null && infos.TryGetTarget(out MessageInfo[]? cached))
        {
            return cached;
        }

        MessageInfo[] made = new MessageInfo[count];
        for (int i = 0; i < made.Length; i++)
        {
            made[i] = entries[i].ToInfo();
        }

        infos = new WeakReference<MessageInfo[]>(made);
        return made;
    }

    /// <summary>Counts all messages as shown to a session; the caller holds the lock.</summary>
    public void ClaimRecent(ConcurrentQueue<MailboxState> unlogged)
    {
        if (FirstRecentUid == UidNext)
        {
            return;
        }

        FirstRecentUid = UidNext;
        if (!RecentUnlogged)
        {
            RecentUnlogged = true;
            unlogged.Enqueue(this);
        }
    }

    /// <summary>The place of a UID among the entries; negative: it is not there.</summary>
    public int IndexOf(uint uid)
    {
        int low = 0;
        int high = count - 1;
        while (low <= high)
        {
            int middle = (int)((uint)(low + high) >> 1);
            uint found = entries[middle].Uid;
            if (found == uid)
            {
                return middle;
            }

            if (found < uid)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }

    /// <summary>Adds a message; false: its UID was given before, so the record is not to be trusted.</summary>
    public bool Append(in MessageEntry entry)
    {
        if (entry.Uid < UidNext)
        {
            return false;
        }

        if (count == entries.Length)
        {
            Array.Resize(ref entries, Math.Max(4, count + (count >> 1)));
        }

        entries[count++] = entry;
        UidNext = entry.Uid + 1;
        Tally(entry, 1);
        Changed(entry.ModSeq);
        return true;
    }

    /// <summary>Gives a message other flags; null: it is not there.</summary>
    public MessageEntry? SetFlags(uint uid, FlagSet flags, ulong modSeq)
    {
        int index = IndexOf(uid);
        if (index < 0)
        {
            return null;
        }

        ref MessageEntry entry = ref entries[index];
        Tally(entry, -1);
        entry.Flags = flags;
        entry.ModSeq = modSeq;
        Tally(entry, 1);
        Changed(modSeq);
        return entry;
    }

    /// <summary>Removes messages, by ascending UID, and adds what was removed to a list.</summary>
    public void Remove(List<uint> uids, ulong modSeq, List<MessageEntry> removed)
    {
        int next = 0;
        int first = uids.Count > 0 ? IndexOf(uids[0]) : count;
        int write = first < 0 ? ~first : first;
        for (int read = write; read < count; read++)
        {
            while (next < uids.Count && uids[next] < entries[read].Uid)
            {
                next++;
            }

            if (next < uids.Count && uids[next] == entries[read].Uid)
            {
                removed.Add(entries[read]);
                Tally(entries[read], -1);
                continue;
            }

            if (write != read)
            {
                entries[write] = entries[read];
            }

            write++;
        }

        count = write;
        Changed(modSeq);
    }

    /// <summary>Adds a keyword at the next place.</summary>
    public void AddKeyword(string keyword)
    {
        if (Keywords.Length < FlagSet.MaxKeywords)
        {
            Keywords = [.. Keywords, keyword];
        }
    }

    private void Changed(ulong modSeq)
    {
        HighestModSeq = Math.Max(HighestModSeq, modSeq);
        Account.SawModSeq(modSeq);
        infos = null;
    }

    private void Tally(in MessageEntry entry, int sign)
    {
        unseen += entry.Flags.Has(SystemFlags.Seen) ? 0 : sign;
        deleted += entry.Flags.Has(SystemFlags.Deleted) ? sign : 0;
        size += sign * (long)entry.Size;
        Account.AddUsage(sign * (long)entry.Size, sign);
    }
}
