using MailAdmin.Contracts;
using MailAdmin.Storage.Queue;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>
/// Gathers what a record changes, with those who are to be told. Who is told is decided under the lock of the account
/// in which the change is
/// made, so that a snapshot and what follows it never overlap and never leave a gap.
/// </summary>
internal sealed class ChangeCollector
{
    private readonly List<(MailboxChange Change, MailboxSubscription[] Mailbox, MailboxSubscription[] Account)> gathered = [];
    private readonly List<MessageInfo> messages = [];
    private MailboxState? current;
    private MailboxChangeKind currentKind;
    private ulong currentModSeq;

    /// <summary>What changes in the queue.</summary>
    public QueueChanges Queue { get; } = new();

    /// <summary>The session whose change is applied.</summary>
    public long Origin { get; set; }

    /// <summary>
    /// Whether changes of several accounts are applied, so that those of one mailbox cannot be told as one.
    /// </summary>
    public bool Apart { get; set; }

    /// <summary>Notes a message that came, changed or went.</summary>
    public void Add(MailboxState mailbox, MailboxChangeKind kind, ulong modSeq, in MessageEntry entry)
    {
        if (!IsHeard(mailbox))
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

    /// <summary>Notes that something happened to a mailbox as such.</summary>
    public void Add(MailboxState mailbox, MailboxChangeKind kind, ulong modSeq)
    {
        Flush();
        if (IsHeard(mailbox))
        {
            Gather(mailbox, kind, modSeq, default);
        }
    }

    /// <summary>Ends the record, still under the lock.</summary>
    public void Flush()
    {
        if (current is not null)
        {
            Gather(current, currentKind, currentModSeq, messages.ToArray());
            messages.Clear();
            current = null;
        }
    }

    /// <summary>Tells of everything, in order, and forgets it.</summary>
    public void Publish(Action<Exception> onObserverFailure)
    {
        foreach ((MailboxChange change, MailboxSubscription[] mailbox, MailboxSubscription[] account) in gathered)
        {
            Notify(mailbox, change, onObserverFailure);
            Notify(account, change, onObserverFailure);
        }

        gathered.Clear();
        Queue.Publish(onObserverFailure);
    }

    private static bool IsHeard(MailboxState mailbox) =>
        mailbox.Subscriptions.Length + mailbox.Account.Subscriptions.Length > 0;

    private static void Notify(
        MailboxSubscription[] subscriptions, MailboxChange change, Action<Exception> onObserverFailure)
    {
        foreach (MailboxSubscription subscription in subscriptions)
        {
            try
            {
                subscription.Notify(change);
            }
#pragma warning disable CA1031 // An observer's fault must not stop the committer; it is logged.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                onObserverFailure(exception);
            }
        }
    }

    private void Gather(
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
        gathered.Add((change, mailbox.Subscriptions, mailbox.Account.Subscriptions));
    }
}
