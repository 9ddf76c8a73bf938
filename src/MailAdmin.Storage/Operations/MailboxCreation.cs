using MailAdmin.Contracts;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Operations;

/// <summary>Creates mailboxes in a record. Each gets a UIDVALIDITY that no mailbox of the store had before.</summary>
internal static class MailboxCreation
{
    /// <summary>Creates a mailbox and the parents it lacks, and returns the mailbox.</summary>
    /// <exception cref="MailException">TooManyMailboxes.</exception>
    public static MailboxId Write(CommitContext context, AccountState account, string name, SpecialUse use)
    {
        List<string> missing = FindMissingParents(account, name);
        RequireRoom(context, account, missing.Count + 1);
        int number = WriteParents(context, account, missing, account.Mailboxes.NextNumber);
        return WriteOne(context, account, number, name, use);
    }

    /// <summary>The parents of a name that do not exist, highest first.</summary>
    public static List<string> FindMissingParents(AccountState account, string name)
    {
        return [.. MailboxName.ParentsOf(name).Where(parent => account.Mailboxes.Find(parent) is null)];
    }

    /// <summary>Creates parents and returns the next free number.</summary>
    public static int WriteParents(CommitContext context, AccountState account, IEnumerable<string> parents, int number)
    {
        foreach (string parent in parents)
        {
            WriteOne(context, account, number++, parent, SpecialUse.None);
        }

        return number;
    }

    /// <exception cref="MailException">TooManyMailboxes.</exception>
    public static void RequireRoom(CommitContext context, AccountState account, int count)
    {
        if (account.Mailboxes.All.Count + count > context.Limits.Mailboxes)
        {
            throw MailException.Of(MailError.TooManyMailboxes, account.Id, context.Limits.Mailboxes);
        }
    }

    private static MailboxId WriteOne(
        CommitContext context, AccountState account, int number, string name, SpecialUse use)
    {
        MailboxId id = new(new AccountId(account.Id), number);
        uint validity = context.Accounts.TakeUidValidity(1);
        MailboxParts.WriteCreated(context.Record, id, ++account.PendingModSeq, validity, use, name);
        return id;
    }
}
