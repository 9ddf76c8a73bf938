using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Syntax;

namespace MailAdmin.Protocols.Imap.Selection;

/// <summary>
/// The selected mailbox as the client of one session knows it. Invariants: a message has one sequence number from the
/// moment that EXISTS told of it to the moment that an EXPUNGE is told, whatever other sessions do meanwhile
/// (RFC 9051 §7.5.1, RFC 2180 §4); what was absorbed and not told yet is told by the end of the next command.
/// </summary>
/// <remarks>
/// Changes are taken in two steps: <see cref="AbsorbAsync"/> enters what the store has committed, <see cref="MailboxTeller"/>
/// tells the client and clears what was told. Until the first change the messages are the snapshot that all sessions share.
/// </remarks>
internal sealed class SelectedMailbox : IDisposable
{
    private readonly MailboxChangeQueue queue;
    private readonly MailboxSnapshot snapshot;
    private readonly uint firstRecentUid;
    private ReadOnlyMemory<MessageInfo> messages;
    private MessageInfo[]? own;
    private MessageMarks[] marks = [];

    private SelectedMailbox(MailboxSnapshot snapshot, MailboxChangeQueue queue, bool isReadOnly)
    {
        this.snapshot = snapshot;
        this.queue = queue;
        IsReadOnly = isReadOnly;
        messages = snapshot.Messages;
        firstRecentUid = snapshot.Mailbox.FirstRecentUid;
        Keywords = snapshot.Mailbox.Keywords;
        RecentCount = messages.Length - FindFirst(firstRecentUid);
        ToldCount = messages.Length;
        ToldRecent = RecentCount;
    }

    /// <summary>Which mailbox.</summary>
    public MailboxId Id => snapshot.Mailbox.Id;

    /// <summary>As it was when it was selected.</summary>
    public MailboxInfo Info => snapshot.Mailbox;

    /// <summary>Whether it was opened by EXAMINE.</summary>
    public bool IsReadOnly { get; }

    /// <summary>The messages; the index is the sequence number less one.</summary>
    public ReadOnlySpan<MessageInfo> Messages => messages.Span;

    /// <summary>How many messages have a sequence number.</summary>
    public int Count => messages.Length;

    /// <summary>The names of the keyword bits.</summary>
    public IReadOnlyList<string> Keywords { get; private set; }

    /// <summary>How many messages are recent to this session. RFC 3501 §2.3.2</summary>
    public int RecentCount { get; private set; }

    /// <summary>What the client was told: how many messages there are, less the expunges that it heard of since.</summary>
    public int ToldCount { get; set; }

    /// <summary>What the client was told of RECENT.</summary>
    public int ToldRecent { get; set; }

    /// <summary>Whether there are keywords of which the client was not told.</summary>
    public bool HasNewKeywords { get; set; }

    /// <summary>Whether flags of some message changed and were not told.</summary>
    public bool HasStaleFlags { get; private set; }

    /// <summary>Whether some message went and that was not told.</summary>
    public bool HasExpunged { get; private set; }

    /// <summary>Whether the mailbox itself is gone.</summary>
    public bool IsDeleted { get; private set; }

    /// <summary>Opens a mailbox; from this moment on no change is missed.</summary>
    /// <param name="mailboxes">The store.</param>
    /// <param name="id">Which mailbox.</param>
    /// <param name="isReadOnly">For EXAMINE: nothing counts as shown.</param>
    /// <param name="wake">Is called when a change comes while the session sleeps.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async ValueTask<SelectedMailbox> OpenAsync(
        IMailboxes mailboxes, MailboxId id, bool isReadOnly, Action wake, CancellationToken cancellationToken)
    {
        var queue = new MailboxChangeQueue(wake);
        MailboxSnapshot snapshot = await mailboxes.OpenAsync(id, queue.Add, claimRecent: !isReadOnly, cancellationToken);
        return new SelectedMailbox(snapshot, queue, isReadOnly);
    }

    /// <summary>Whether a message is recent to this session.</summary>
    public bool IsRecent(int index) =>
        own is null ? messages.Span[index].Uid.Value >= firstRecentUid : (marks[index] & MessageMarks.Recent) != 0;

    /// <summary>Whether the flags of a message changed and were not told.</summary>
    public bool IsStale(int index) => own is not null && (marks[index] & MessageMarks.StaleFlags) != 0;

    /// <summary>Whether a message went and that was not told.</summary>
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

    /// <summary>The index of a message; -1: none.</summary>
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
            int end = !byUid ? (int)Math.Min(range.Last, (uint)Count) : range.Last >= highest ? Count : FindFirst(range.Last + 1);
            if (start < end)
            {
                found.Add(start..end);
            }
        }

        return found;
    }

    /// <summary>The flags of these names; keywords that the mailbox does not have are passed over.</summary>
    public FlagSet ToBits(NamedFlags flags)
    {
        FlagSet bits = flags.System;
        foreach (string keyword in flags.Keywords)
        {
            int place = FindKeyword(keyword);
            bits = place < 0 ? bits : bits | FlagSet.OfKeyword(place);
        }

        return bits;
    }

    /// <summary>The place of a keyword; -1: the mailbox does not have it.</summary>
    public int FindKeyword(string keyword)
    {
        for (int i = 0; i < Keywords.Count; i++)
        {
            if (Keywords[i].Equals(keyword, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Begins to wait for changes. False: some are there already.</summary>
    public bool TrySleep() => queue.TrySleep();

    /// <summary>Ends the wait.</summary>
    public void WakeUp() => queue.WakeUp();

    /// <summary>Enters what the store has committed since.</summary>
    public async ValueTask AbsorbAsync(IMailboxes mailboxes, CancellationToken cancellationToken)
    {
        if (queue.IsEmpty)
        {
            return;
        }

        if (queue.Take(out bool isComplete) is { } changes)
        {
            foreach (MailboxChange change in changes)
            {
                Absorb(change);
            }
        }

        if (isComplete || IsDeleted)
        {
            return;
        }

        try
        {
            using MailboxSnapshot now = await mailboxes.OpenAsync(Id, null, claimRecent: false, cancellationToken);
            Compare(now);
        }
        catch (MailException gone) when (gone.Error is MailError.MailboxNotFound or MailError.AccountNotFound)
        {
            IsDeleted = true;
        }
    }

    /// <summary>The UIDs of the messages that are marked as deleted, as far as is known here.</summary>
    public IReadOnlyList<Uid> FindDeleted(int most)
    {
        List<Uid> uids = [];
        foreach (ref readonly MessageInfo message in messages.Span)
        {
            if (message.Flags.Has(SystemFlags.Deleted) && uids.Count < most)
            {
                uids.Add(message.Uid);
            }
        }

        return uids;
    }

    /// <summary>The client is to be told the flags of a message, changed or not.</summary>
    public void MarkStale(int index)
    {
        Own();
        marks[index] |= MessageMarks.StaleFlags;
        HasStaleFlags = true;
    }

    /// <summary>The client knows the flags of a message.</summary>
    public void MarkTold(int index)
    {
        if (own is not null)
        {
            marks[index] &= ~MessageMarks.StaleFlags;
        }
    }

    /// <summary>The client knows all flags.</summary>
    public void MarkAllTold() => HasStaleFlags = false;

    /// <summary>Takes out the messages that went; their numbers pass to those behind them.</summary>
    public void RemoveExpunged()
    {
        int kept = 0;
        int toldKept = 0;
        for (int i = 0; i < Count; i++)
        {
            bool isExpunged = (marks[i] & MessageMarks.Expunged) != 0;
            if (isExpunged)
            {
                RecentCount -= (marks[i] & MessageMarks.Recent) != 0 ? 1 : 0;
                continue;
            }

            toldKept += i < ToldCount ? 1 : 0;
            own![kept] = own[i];
            marks[kept++] = marks[i];
        }

        messages = own.AsMemory(0, kept);
        ToldCount = toldKept;
        HasExpunged = false;
    }

    /// <inheritdoc/>
    public void Dispose() => snapshot.Dispose();

    private void Absorb(MailboxChange change)
    {
        NoteKeywords(change.Keywords);
        switch (change.Kind)
        {
            case MailboxChangeKind.Appended:
                Append(change.Messages.Span);
                break;
            case MailboxChangeKind.FlagsChanged:
                foreach (ref readonly MessageInfo message in change.Messages.Span)
                {
                    ChangeFlags(message);
                }

                break;
            case MailboxChangeKind.Expunged:
                foreach (ref readonly MessageInfo message in change.Messages.Span)
                {
                    Expunge(Find(message.Uid));
                }

                break;
            case MailboxChangeKind.Deleted:
                IsDeleted = true;
                break;
            case MailboxChangeKind.Created or MailboxChangeKind.Renamed or MailboxChangeKind.Subscribed:
            default:
                // The selection goes by the mailbox's number, so another name does not touch it. RFC 2180 §3.4
                break;
        }
    }

    // Too many changes came at once to keep them: what is there now says the same.
    private void Compare(MailboxSnapshot now)
    {
        NoteKeywords(now.Mailbox.Keywords);
        ReadOnlySpan<MessageInfo> current = now.Messages.Span;
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

    private void NoteKeywords(IReadOnlyList<string> keywords)
    {
        if (keywords.Count > Keywords.Count)
        {
            Keywords = keywords;
            HasNewKeywords = true;
        }
    }

    private void Append(ReadOnlySpan<MessageInfo> arrived)
    {
        Own();
        foreach (ref readonly MessageInfo message in arrived)
        {
            // A snapshot may have told of it before.
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

            // All sessions that see it come are told at once, so it is recent to each of them. RFC 3501 §2.3.2
            own[count] = message;
            marks[count] = MessageMarks.Recent;
            messages = own.AsMemory(0, count + 1);
            RecentCount++;
        }
    }

    private void ChangeFlags(in MessageInfo message)
    {
        int index = Find(message.Uid);
        if (index < 0 || message.ModSeq <= messages.Span[index].ModSeq)
        {
            return;
        }

        Own();
        if (own![index].Flags != message.Flags)
        {
            MarkStale(index);
        }

        own[index] = message;
    }

    private void Expunge(int index)
    {
        if (index >= 0)
        {
            Own();
            marks[index] |= MessageMarks.Expunged;
            HasExpunged = true;
        }
    }

    private void Own()
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
