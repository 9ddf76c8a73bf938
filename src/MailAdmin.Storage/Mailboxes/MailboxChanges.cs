using MailAdmin.Contracts;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>
/// Collects what records change in mailboxes, with the observers to notify. They are chosen under the lock of the
/// account, as the change is made, so that a snapshot and the changes after it neither overlap nor leave a gap.
/// </summary>
internal sealed class MailboxChanges
{
    // What an unusually large change needed is not kept.
    private const int MaxKeptCapacity = 4_096;
    private readonly List<(MailboxChange Change, MailboxSubscription[] Mailbox, MailboxSubscription[] Account)>
        collected = [];

    private readonly List<MessageInfo> messages = [];
    private MailboxState? current;
    private MailboxChangeKind currentKind;
    private ulong currentModSeq;

    /// <summary>The session whose change is applied.</summary>
    public long Origin { get; set; }

    /// <summary>
    /// Whether changes of several accounts are applied, so that those of one mailbox cannot be reported as one.
    /// </summary>
    public bool Apart { get; set; }

    /// <summary>Adds a message that came, changed or was removed.</summary>
    public void Add(MailboxState mailbox, MailboxChangeKind kind, ulong modSeq, in MessageEntry entry)
    {
        if (!IsObserved(mailbox))
        {
            return;
        }

        if (Apart || current != mailbox || currentKind != kind || currentModSeq != modSeq)
        {
            Flush();
            current = mailbox;
            currentKind = kind;
            currentModSeq = modSeq;
        }

        messages.Add(entry.ToInfo());
    }

    /// <summary>Adds a change of a mailbox itself.</summary>
    public void Add(MailboxState mailbox, MailboxChangeKind kind, ulong modSeq)
    {
        Flush();
        if (IsObserved(mailbox))
        {
            Collect(mailbox, kind, modSeq, default);
        }
    }

    /// <summary>Ends the record, still under the lock.</summary>
    public void Flush()
    {
        if (current is not null)
        {
            Collect(current, currentKind, currentModSeq, messages.ToArray());
            messages.Clear();
            if (messages.Capacity > MaxKeptCapacity)
            {
                messages.Capacity = 0;
            }

            current = null;
        }
    }

    /// <summary>Notifies the observers of everything, in order.</summary>
    public void Publish(Action<Exception> onObserverFailure)
    {
        foreach ((MailboxChange change, MailboxSubscription[] mailbox, MailboxSubscription[] account) in collected)
        {
            Notify(mailbox, change, onObserverFailure);
            Notify(account, change, onObserverFailure);
        }

        collected.Clear();
    }

    private static bool IsObserved(MailboxState mailbox) =>
        mailbox.Subscriptions.Length + mailbox.Account.Subscriptions.Length > 0;

    private static void Notify(
        MailboxSubscription[] subscriptions, MailboxChange change, Action<Exception> onObserverFailure)
    {
        foreach (MailboxSubscription subscription in subscriptions)
        {
            subscription.Notify(change, onObserverFailure);
        }
    }

    private void Collect(
        MailboxState mailbox, MailboxChangeKind kind, ulong modSeq, ReadOnlyMemory<MessageInfo> affected)
    {
        MailboxChange change = new()
        {
            Mailbox = mailbox.Id,
            Kind = kind,
            Messages = affected,
            Keywords = mailbox.Keywords,
            ModSeq = modSeq,
            Origin = Origin,
        };
        collected.Add((change, mailbox.Subscriptions, mailbox.Account.Subscriptions));
    }
}
