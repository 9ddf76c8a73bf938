using MailAdmin.Contracts;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>An observer of the changes of a mailbox or of an account.</summary>
internal sealed class MailboxSubscription(
    AccountState account, MailboxState? mailbox, Action<MailboxChange> observer, bool claimsRecent)
    : Subscription<MailboxChange>(observer)
{
    /// <summary>Whether messages that come count as shown to this observer as recent.</summary>
    public bool ClaimsRecent => claimsRecent;

    /// <summary>Begins the subscription; the caller has the lock of the account.</summary>
    public void Begin() => Change(all => [.. all, this]);

    protected override void End()
    {
        lock (account.Gate)
        {
            Change(all => [.. all.Where(other => other != this)]);
        }
    }

    private void Change(Func<MailboxSubscription[], MailboxSubscription[]> change)
    {
        if (mailbox is null)
        {
            account.Subscriptions = change(account.Subscriptions);
        }
        else
        {
            mailbox.Subscriptions = change(mailbox.Subscriptions);
        }
    }
}
