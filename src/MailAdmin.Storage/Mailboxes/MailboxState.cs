using System.Collections.Concurrent;
using MailAdmin.Contracts;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>
/// A mailbox as it is committed. The committer changes it under the lock of its account; readers take that lock. The
/// members that begin with Pending belong to the committer alone and are ahead of the committed state, by the changes
/// of the batch that is being prepared.
/// Invariant: UidNext is greater than every UID that was ever given.
/// </summary>
internal sealed class MailboxState(AccountState account, int number, uint uidValidity, SpecialUse use, string name)
{
    public AccountState Account { get; } = account;

    public MailboxId Id { get; } = new(new AccountId(account.Id), number);

    public uint UidValidity { get; } = uidValidity;

    public SpecialUse Use { get; } = use;

    public string Name { get; set; } = name;

    public MessageList Messages { get; } = new(account);

    public uint UidNext { get; private set; } = 1;

    public ulong HighestModSeq { get; private set; } = 1;

    public uint FirstRecentUid { get; set; } = 1;

    /// <summary>Whether <see cref="FirstRecentUid"/> is ahead of the log, and waits to be written.</summary>
    public bool RecentUnlogged { get; set; }

    /// <summary>Never changed in place.</summary>
    public string[] Keywords { get; private set; } = [];

    /// <summary>The observers of its changes; never changed in place.</summary>
    public MailboxSubscription[] Subscriptions { get; set; } = [];

    public long PendingBatch { get; private set; }

    public uint PendingUidNext { get; set; }

    public long PendingMessageCount { get; set; }

    public string[] PendingKeywords { get; set; } = [];

    /// <summary>The batch that changes or removes messages that exist.</summary>
    public long MutatingBatch { get; set; }

    /// <summary>Sets the pending members to the committed ones, once a batch.</summary>
    public void BeginPending(long batch)
    {
        if (PendingBatch != batch)
        {
            PendingBatch = batch;
            PendingUidNext = UidNext;
            PendingMessageCount = Messages.Count;
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
        MessageCount = Messages.Count,
        UnseenCount = Messages.UnseenCount,
        DeletedCount = Messages.DeletedCount,
        FirstRecentUid = FirstRecentUid,
        Size = Messages.Size,
        Keywords = Keywords,
    };

    /// <summary>Counts all messages as shown to a session; the caller has the lock.</summary>
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

    /// <summary>Adds a message. Returns false when its UID was given before: its record cannot be trusted.</summary>
    public bool Append(in MessageEntry entry)
    {
        if (entry.Uid < UidNext)
        {
            return false;
        }

        Messages.Add(entry);
        UidNext = entry.Uid + 1;
        AdvanceModSeq(entry.ModSeq);
        return true;
    }

    /// <summary>Gives a message other flags. Returns null when there is no such message.</summary>
    public MessageEntry? SetFlags(uint uid, FlagSet flags, ulong modSeq)
    {
        MessageEntry? changed = Messages.SetFlags(uid, flags, modSeq);
        if (changed is not null)
        {
            AdvanceModSeq(modSeq);
        }

        return changed;
    }

    /// <summary>Removes messages, by ascending UID, and adds what was removed to a list.</summary>
    public void Remove(List<uint> uids, ulong modSeq, List<MessageEntry> removed)
    {
        Messages.Remove(uids, removed);
        AdvanceModSeq(modSeq);
    }

    /// <summary>Adds a keyword at the next place.</summary>
    public void AddKeyword(string keyword)
    {
        if (Keywords.Length < FlagSet.MaxKeywords)
        {
            Keywords = [.. Keywords, keyword];
        }
    }

    private void AdvanceModSeq(ulong modSeq)
    {
        HighestModSeq = Math.Max(HighestModSeq, modSeq);
        Account.AdvanceModSeq(modSeq);
    }
}
