using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Imap.Selection;

/// <summary>
/// Changes on their way from the store's committer to a session. The committer only adds and never waits; a session
/// that sleeps in IDLE is woken. A client that never reads costs no more than <see cref="MaxMessages"/>: beyond that
/// the changes are forgotten and the session compares its view with the store.
/// </summary>
internal sealed class MailboxChangeQueue(Action wake)
{
    private const int MaxMessages = 2_000;

    private readonly Lock gate = new();
    private List<MailboxChange>? changes;
    private int messages;
    private bool hasLost;
    private bool isAsleep;

    /// <summary>Whether there are no changes.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (gate)
            {
                return changes is null && !hasLost;
            }
        }
    }

    /// <summary>Adds a change; called by the committer.</summary>
    public void Add(MailboxChange change)
    {
        bool wakes;
        lock (gate)
        {
            messages += change.Messages.Length + 1;
            if (messages > MaxMessages && change.Kind != MailboxChangeKind.Deleted)
            {
                changes?.RemoveAll(old => old.Kind != MailboxChangeKind.Deleted);
                hasLost = true;
            }
            else
            {
                (changes ??= []).Add(change);
            }

            wakes = isAsleep;
            isAsleep = false;
        }

        if (wakes)
        {
            wake();
        }
    }

    /// <summary>Begins to wait; returns false when there is a change already.</summary>
    public bool TrySleep()
    {
        lock (gate)
        {
            isAsleep = changes is null && !hasLost;
            return isAsleep;
        }
    }

    /// <summary>Ends the wait.</summary>
    public void WakeUp()
    {
        lock (gate)
        {
            isAsleep = false;
        }
    }

    /// <summary>Takes all changes, in order.</summary>
    /// <param name="isComplete">False: some were forgotten.</param>
    public IReadOnlyList<MailboxChange>? Take(out bool isComplete)
    {
        lock (gate)
        {
            isComplete = !hasLost;
            IReadOnlyList<MailboxChange>? taken = changes;
            changes = null;
            hasLost = false;
            messages = 0;
            return taken;
        }
    }
}
