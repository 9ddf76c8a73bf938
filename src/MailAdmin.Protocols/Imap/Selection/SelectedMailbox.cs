using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Imap.Selection;

/// <summary>
/// The selected mailbox as the client of one session knows it. Invariants: a message has one sequence number from the
/// moment of EXISTS to the moment of EXPUNGE, whatever other sessions do meanwhile
/// (RFC 9051 §7.5.1, RFC 2180 §4); changes that were applied are reported by the end of the next command.
/// </summary>
/// <remarks>
/// Changes are processed in two steps: <see cref="ApplyChangesAsync"/> applies what the store has committed,
/// <see cref="UpdateWriter"/> reports it to the client. Until the first change the messages are the snapshot that all
/// sessions share.
/// </remarks>
internal sealed class SelectedMailbox : IDisposable
{
    private readonly MailboxChangeQueue queue;
    private readonly MailboxSnapshot snapshot;

    private SelectedMailbox(MailboxSnapshot snapshot, MailboxChangeQueue queue, bool isReadOnly)
    {
        this.snapshot = snapshot;
        this.queue = queue;
        IsReadOnly = isReadOnly;
        Messages = new MessageTable(snapshot.Messages, snapshot.Mailbox.FirstRecentUid);
        Keywords = snapshot.Mailbox.Keywords;
        ReportedRecent = Messages.RecentCount;
    }

    /// <summary>Which mailbox.</summary>
    public MailboxId Id => snapshot.Mailbox.Id;

    /// <summary>As it was when it was selected.</summary>
    public MailboxInfo Info => snapshot.Mailbox;

    /// <summary>Whether it was opened by EXAMINE.</summary>
    public bool IsReadOnly { get; }

    /// <summary>Its messages.</summary>
    public MessageTable Messages { get; }

    /// <summary>The names of the keyword bits.</summary>
    public IReadOnlyList<string> Keywords { get; private set; }

    /// <summary>The number of the last RECENT.</summary>
    public int ReportedRecent { get; set; }

    /// <summary>Whether there are keywords that were not reported.</summary>
    public bool HasNewKeywords { get; set; }

    /// <summary>Whether the mailbox itself is gone.</summary>
    public bool IsDeleted { get; private set; }

    /// <summary>Opens a mailbox; from this moment on no change is missed.</summary>
    /// <param name="mailboxes">The store.</param>
    /// <param name="id">Which mailbox.</param>
    /// <param name="isReadOnly">For EXAMINE: nothing counts as shown.</param>
    /// <param name="wake">Called when a change arrives while the session sleeps.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async ValueTask<SelectedMailbox> OpenAsync(
        IMailboxes mailboxes, MailboxId id, bool isReadOnly, Action wake, CancellationToken cancellationToken)
    {
        var queue = new MailboxChangeQueue(wake);
        MailboxSnapshot snapshot =
            await mailboxes.OpenAsync(id, queue.Add, claimRecent: !isReadOnly, cancellationToken);
        return new SelectedMailbox(snapshot, queue, isReadOnly);
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

    /// <summary>The place of a keyword, or -1 when the mailbox does not have it.</summary>
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

    /// <summary>Begins to wait for changes; returns false when there are some already.</summary>
    public bool TrySleep() => queue.TrySleep();

    /// <summary>Ends the wait.</summary>
    public void WakeUp() => queue.WakeUp();

    /// <summary>Applies what the store has committed since.</summary>
    public async ValueTask ApplyChangesAsync(IMailboxes mailboxes, CancellationToken cancellationToken)
    {
        if (queue.IsEmpty)
        {
            return;
        }

        if (queue.Take(out bool isComplete) is { } changes)
        {
            foreach (MailboxChange change in changes)
            {
                Apply(change);
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

    /// <inheritdoc/>
    public void Dispose() => snapshot.Dispose();

    private void Apply(MailboxChange change)
    {
        UpdateKeywords(change.Keywords);
        switch (change.Kind)
        {
            case MailboxChangeKind.Appended:
                Messages.Append(change.Messages.Span);
                break;
            case MailboxChangeKind.FlagsChanged:
                foreach (ref readonly MessageInfo message in change.Messages.Span)
                {
                    Messages.ChangeFlags(message);
                }

                break;
            case MailboxChangeKind.Expunged:
                foreach (ref readonly MessageInfo message in change.Messages.Span)
                {
                    Messages.Expunge(Messages.Find(message.Uid));
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

    // Too many changes arrived to keep them, so the view is compared with the mailbox as it is now.
    private void Compare(MailboxSnapshot now)
    {
        UpdateKeywords(now.Mailbox.Keywords);
        Messages.Compare(now.Messages.Span);
    }

    private void UpdateKeywords(IReadOnlyList<string> keywords)
    {
        if (keywords.Count > Keywords.Count)
        {
            Keywords = keywords;
            HasNewKeywords = true;
        }
    }
}
