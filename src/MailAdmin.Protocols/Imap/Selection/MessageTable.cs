using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Syntax;

namespace MailAdmin.Protocols.Imap.Selection;

/// <summary>
/// The messages of a selected mailbox by sequence number: the index is the number less one. Until the first change they
/// are the snapshot that all sessions share.
/// </summary>
internal sealed class MessageTable
{
    private readonly uint firstRecentUid;
    private ReadOnlyMemory<MessageInfo> messages;
    private MessageInfo[]? own;
    private MessageMarks[] marks = [];

    /// <summary>Makes the table of a snapshot.</summary>
    /// <param name="messages">The messages, by ascending UID.</param>
    /// <param name="firstRecentUid">The first UID that is recent to this session.</param>
    public MessageTable(ReadOnlyMemory<MessageInfo> messages, uint firstRecentUid)
    {
        this.messages = messages;
        this.firstRecentUid = firstRecentUid;
        RecentCount = messages.Length - FindFirst(firstRecentUid);
        ReportedCount = messages.Length;
    }

    /// <summary>The messages.</summary>
    public ReadOnlySpan<MessageInfo> Span => messages.Span;

    /// <summary>How many messages have a sequence number.</summary>
    public int Count => messages.Length;

    /// <summary>How many messages are recent to this session. RFC 3501 §2.3.2</summary>
    public int RecentCount { get; private set; }

    /// <summary>The number of messages that the client knows of: the last EXISTS, less the EXPUNGEs after it.</summary>
    public int ReportedCount { get; set; }

    /// <summary>Whether there are changed flags that were not reported.</summary>
    public bool HasStaleFlags { get; private set; }

    /// <summary>Whether there are expunged messages that were not reported.</summary>
    public bool HasExpunged { get; private set; }

    /// <summary>A message.</summary>
    public ref readonly MessageInfo this[int index] => ref messages.Span[index];

    /// <summary>Whether a message is recent to this session.</summary>
    public bool IsRecent(int index) =>
        own is null ? messages.Span[index].Uid.Value >= firstRecentUid : (marks[index] & MessageMarks.Recent) != 0;

    /// <summary>Whether the flags of a message changed and were not reported.</summary>
    public bool IsStale(int index) => own is not null && (marks[index] & MessageMarks.StaleFlags) != 0;

    /// <summary>Whether a message was expunged and that was not reported.</summary>
    public bool IsExpunged(int index) => own is not null && (marks[index] & MessageMarks.Expunged) != 0;

    /// <summary>The index of the first message with this UID or a higher one.</summary>
    public int FindFirst(uint uid)
    {
        ReadOnlySpan<MessageInfo> span = messages.Span;
        int low = 0;
        int high = span.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (span[middle].Uid.Value < uid)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The index of a message, or -1 when there is none.</summary>
    public int Find(Uid uid)
    {
        int index = FindFirst(uid.Value);
        return index < Count && messages.Span[index].Uid == uid ? index : -1;
    }

    /// <summary>The messages that a set names, as ascending ranges of indexes.</summary>
    public IReadOnlyList<Range> Find(SequenceSet set, bool byUid)
    {
        uint highest = byUid ? (Count == 0 ? 0 : messages.Span[^1].Uid.Value) : (uint)Count;
        var found = new List<Range>();
        foreach (SequenceRange range in set.Resolve(highest))
        {
            int start = byUid ? FindFirst(range.First) : (int)Math.Min(range.First - 1, (uint)Count);
            int end = !byUid ? (int)Math.Min(
                range.Last, (uint)Count) : range.Last >= highest ? Count : FindFirst(range.Last + 1);
            if (start < end)
            {
                found.Add(start..end);
            }
        }

        return found;
    }

    /// <summary>The UIDs of the messages that are marked as deleted, as far as is known here.</summary>
    public IReadOnlyList<Uid> FindDeleted(int max)
    {
        List<Uid> uids = [];
        foreach (ref readonly MessageInfo message in messages.Span)
        {
            if (message.Flags.Has(SystemFlags.Deleted) && uids.Count < max)
            {
                uids.Add(message.Uid);
            }
        }

        return uids;
    }

    /// <summary>Marks the flags of a message to be reported, changed or not.</summary>
    public void MarkStale(int index)
    {
        EnsureOwn();
        marks[index] |= MessageMarks.StaleFlags;
        HasStaleFlags = true;
    }

    /// <summary>Marks the flags of a message as reported.</summary>
    public void MarkReported(int index)
    {
        if (own is not null)
        {
            marks[index] &= ~MessageMarks.StaleFlags;
        }
    }

    /// <summary>Marks all flags as reported.</summary>
    public void MarkAllReported() => HasStaleFlags = false;

    /// <summary>Removes the expunged messages; those after them move up.</summary>
    public void RemoveExpunged()
    {
        int kept = 0;
        int reportedKept = 0;
        for (int i = 0; i < Count; i++)
        {
            bool isExpunged = (marks[i] & MessageMarks.Expunged) != 0;
            if (isExpunged)
            {
                RecentCount -= (marks[i] & MessageMarks.Recent) != 0 ? 1 : 0;
                continue;
            }

            reportedKept += i < ReportedCount ? 1 : 0;
            own![kept] = own[i];
            marks[kept++] = marks[i];
        }

        messages = own.AsMemory(0, kept);
        ReportedCount = reportedKept;
        HasExpunged = false;
    }

    /// <summary>Adds messages that arrived.</summary>
    public void Append(ReadOnlySpan<MessageInfo> arrived)
    {
        EnsureOwn();
        foreach (ref readonly MessageInfo message in arrived)
        {
            // A snapshot may have contained it already.
            if (Count > 0 && message.Uid <= own![Count - 1].Uid)
            {
                continue;
            }

            int count = Count;
            if (count == own!.Length)
            {
                int capacity = Math.Max(16, count + (count / 4));
                Array.Resize(ref own, capacity);
                Array.Resize(ref marks, capacity);
            }

            // All sessions that have the mailbox selected learn of it at once, so it is recent to each of them.
            // RFC 3501 §2.3.2
            own[count] = message;
            marks[count] = MessageMarks.Recent;
            messages = own.AsMemory(0, count + 1);
            RecentCount++;
        }
    }

    /// <summary>Applies the flags of a message, unless newer ones are known.</summary>
    public void ChangeFlags(in MessageInfo message)
    {
        int index = Find(message.Uid);
        if (index < 0 || message.ModSeq <= messages.Span[index].ModSeq)
        {
            return;
        }

        EnsureOwn();
        if (own![index].Flags != message.Flags)
        {
            MarkStale(index);
        }

        own[index] = message;
    }

    /// <summary>Marks a message as expunged; it keeps its number until that is reported.</summary>
    public void Expunge(int index)
    {
        if (index >= 0)
        {
            EnsureOwn();
            marks[index] |= MessageMarks.Expunged;
            HasExpunged = true;
        }
    }

    /// <summary>Applies the difference to what the mailbox contains now.</summary>
    public void Compare(ReadOnlySpan<MessageInfo> current)
    {
        int known = Count;
        int next = 0;
        for (int i = 0; i < known; i++)
        {
            while (next < current.Length && current[next].Uid < messages.Span[i].Uid)
            {
                next++;
            }

            if (next < current.Length && current[next].Uid == messages.Span[i].Uid)
            {
                ChangeFlags(current[next]);
            }
            else
            {
                Expunge(i);
            }
        }

        Append(current);
    }

    // Marks need an own copy of the messages.
    private void EnsureOwn()
    {
        if (own is not null)
        {
            return;
        }

        var copy = new MessageInfo[Math.Max(messages.Length, 4)];
        messages.CopyTo(copy);
        marks = new MessageMarks[copy.Length];
        for (int i = FindFirst(firstRecentUid); i < messages.Length; i++)
        {
            marks[i] = MessageMarks.Recent;
        }

        messages = copy.AsMemory(0, messages.Length);
        own = copy;
    }
}
