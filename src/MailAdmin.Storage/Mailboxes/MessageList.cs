using MailAdmin.Contracts;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>
/// The messages of a mailbox with their counts, which it also adds to the usage of the account.
/// Invariant: entries ascend by UID.
/// </summary>
internal sealed class MessageList(AccountState account)
{
    private const int MinShrinkLength = 256;
    private MessageEntry[] entries = [];
    private WeakReference<MessageInfo[]>? infos;

    public int Count { get; private set; }

    public int UnseenCount { get; private set; }

    public int DeletedCount { get; private set; }

    public long Size { get; private set; }

    public ReadOnlySpan<MessageEntry> Entries => entries.AsSpan(0, Count);

    /// <summary>All messages, in an array that is shared until the list changes.</summary>
    public ReadOnlyMemory<MessageInfo> ToInfos()
    {
        if (infos is not null && infos.TryGetTarget(out MessageInfo[]? cached))
        {
            return cached;
        }

        MessageInfo[] all = new MessageInfo[Count];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = entries[i].ToInfo();
        }

        infos = new WeakReference<MessageInfo[]>(all);
        return all;
    }

    /// <summary>Returns the index of a UID, or a negative number when there is no such message.</summary>
    public int IndexOf(uint uid)
    {
        int low = 0;
        int high = Count - 1;
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

    /// <summary>The entries of the UIDs that exist, ascending and each once; null: all entries.</summary>
    public MessageEntry[] Select(IReadOnlyList<Uid>? uids)
    {
        if (uids is null)
        {
            return Entries.ToArray();
        }

        List<MessageEntry> found = new(uids.Count);
        uint last = 0;
        foreach (Uid uid in uids)
        {
            int index = IndexOf(uid.Value);
            if (index >= 0 && uid.Value > last)
            {
                found.Add(entries[index]);
                last = uid.Value;
            }
        }

        return [.. found];
    }

    /// <summary>Adds a message whose UID is higher than all others.</summary>
    public void Add(in MessageEntry entry)
    {
        if (Count == entries.Length)
        {
            Array.Resize(ref entries, Math.Max(4, Count + (Count >> 1)));
        }

        entries[Count++] = entry;
        Tally(entry, 1);
        infos = null;
    }

    /// <summary>Gives a message other flags. Returns null when there is no such message.</summary>
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
        infos = null;
        return entry;
    }

    /// <summary>Removes messages, by ascending UID, and adds what was removed to a list.</summary>
    public void Remove(List<uint> uids, List<MessageEntry> removed)
    {
        int next = 0;
        int first = uids.Count > 0 ? IndexOf(uids[0]) : Count;
        int write = first < 0 ? ~first : first;
        for (int read = write; read < Count; read++)
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

        Count = write;
        infos = null;

        // A mailbox that was once large gives its memory back.
        if (entries.Length > MinShrinkLength && Count < entries.Length / 4)
        {
            Array.Resize(ref entries, Count + (Count >> 1));
        }
    }

    private void Tally(in MessageEntry entry, int sign)
    {
        long size = sign * (long)entry.Body.Size;
        UnseenCount += entry.Flags.Has(SystemFlags.Seen) ? 0 : sign;
        DeletedCount += entry.Flags.Has(SystemFlags.Deleted) ? sign : 0;
        Size += size;
        account.AddUsage(size, sign);
    }
}
