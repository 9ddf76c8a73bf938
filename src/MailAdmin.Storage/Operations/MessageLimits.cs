using MailAdmin.Contracts;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Operations;

/// <summary>
/// Checks whether mailboxes and accounts can hold more messages, with everything the batch has prepared. Each message
/// takes memory whatever its size, so that quotas do not limit it: copies of a body cost nothing on the disk.
/// </summary>
internal static class MessageLimits
{
    /// <summary>Requires room for one more message in each of some mailboxes; one may occur more than once.</summary>
    /// <exception cref="MailException">TooManyMessages; Target is the address of the account.</exception>
    public static void Require(CommitContext context, MailboxState[] mailboxes)
    {
        // Nearly always there is one.
        if (mailboxes.Length == 1)
        {
            RequireMailbox(context, mailboxes[0], added: 1);
            RequireAccount(context, mailboxes[0].Account, added: 1);
            return;
        }

        foreach (IGrouping<MailboxState, MailboxState> added in mailboxes.GroupBy(mailbox => mailbox))
        {
            RequireMailbox(context, added.Key, added.Count());
        }

        foreach (IGrouping<AccountState, MailboxState> added in mailboxes.GroupBy(mailbox => mailbox.Account))
        {
            RequireAccount(context, added.Key, added.Count());
        }
    }

    /// <summary>Requires room for messages that are copied or moved within an account.</summary>
    /// <exception cref="MailException">TooManyMessages; Target is the address of the account.</exception>
    public static void RequireCopies(
        CommitContext context, MailboxState source, MailboxState target, int count, bool move)
    {
        if (!move)
        {
            RequireAccount(context, target.Account, count);
        }

        if (!move || source != target)
        {
            RequireMailbox(context, target, count);
        }
    }

    private static void RequireMailbox(CommitContext context, MailboxState mailbox, long added)
    {
        int maximum = context.Directory.Settings.MaxMessagesPerMailbox;
        if (mailbox.PendingMessageCount + added > maximum)
        {
            EmailAddress address = AddressOf(context, mailbox.Account);
            throw MailException.Of(MailError.TooManyMessages.As("Mailbox"), address, mailbox.Name, maximum);
        }
    }

    private static void RequireAccount(CommitContext context, AccountState account, long added)
    {
        int maximum = context.Directory.Settings.MaxMessagesPerAccount;
        if (account.PendingMessageCount + added > maximum)
        {
            throw MailException.Of(MailError.TooManyMessages, AddressOf(context, account), maximum);
        }
    }

    private static EmailAddress AddressOf(CommitContext context, AccountState account)
    {
        AccountId id = new(account.Id);
        return context.Directory.FindAccount(id)?.Address ?? throw MailboxErrors.AccountNotFound(id);
    }
}
