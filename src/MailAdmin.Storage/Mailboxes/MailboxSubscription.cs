using MailAdmin.Contracts;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>One who is told of changes of a mailbox or of an account, until it is disposed.</summary>
internal sealed class MailboxSubscription(AccountState account, MailboxState? mailbox, Action<MailboxChange> observer, bool claimsRecent) : IDisposable
{
    private bool ended;

    /// <summary>Whether messages that come count as shown to this one as recent.</summary>
    public bool ClaimsRecent => claimsRecent;

    /// <summary>Begins it; the caller holds the lock of the account.</summary>
    public void Begin()
    {
        if (mailbox is null)
        {
            account.Subscriptions = [.. account.Subscriptions, this];
        }
        else
        {
            mailbox.Subscriptions = [.. mailbox.Subscriptions, this];
        }
    }

    /// <summary>Tells of a change.</summary>
    public void Notify(MailboxChange change)
    {
        if (!Volatile.Read(ref ended))
        {
            observer(change);
        }
    }

    public void Dispose()
    {
        lock (account.Gate)
        {
            Volatile.Write(ref ended, true);
            if (mailbox is null)
            {
                account.Subscriptions = Without(account.Subscriptions);
            }
            else
            {
                mailbox.Subscriptions = Without(mailbox.Subscriptions);
            }
        }
    }

    private MailboxSubscription[] Without(MailboxSubscription[] all) => [.. all.Where(other => other != this)];
}
