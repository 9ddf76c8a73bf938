using MailAdmin.Contracts;
using MailAdmin.Storage.Mailboxes;
using MailAdmin.Texts;

namespace MailAdmin.Storage.Operations;

/// <summary>
/// Renames a mailbox and those below it, and creates the parents that the new name lacks. INBOX stays, and its messages
/// move into a new mailbox. RFC 3501 §6.3.5
/// </summary>
internal sealed class RenameMailboxOperation(AccountId id, string name, string newName) : Operation<bool>
{
    public override Preparation Prepare(CommitContext context)
    {
        string oldName = MailboxName.Normalize(name);
        string wanted = MailboxName.Require(newName, context.Limits);
        if (context.FindAccountAlone(id) is not { } account)
        {
            return Preparation.Conflict;
        }

        MailboxState mailbox = account.Mailboxes.Find(oldName)
            ?? throw MailException.Of(MailError.MailboxNotFound, oldName);
        if (account.Mailboxes.Find(wanted) is not null)
        {
            throw MailException.Of(MailError.MailboxExists, wanted);
        }

        if (mailbox.Id.Number == MailboxId.InboxNumber)
        {
            MoveInbox(context, mailbox, wanted);
        }
        else
        {
            Rename(context, mailbox, wanted);
        }

        return Preparation.Recorded;
    }

    private static void Rename(CommitContext context, MailboxState mailbox, string wanted)
    {
        AccountState account = mailbox.Account;
        if (wanted.StartsWith(mailbox.Name + MailboxName.Separator, StringComparison.Ordinal))
        {
            throw MailException.Of(
                MailError.InvalidMailboxName, wanted, MailText.Of("Reason.BelowItself", mailbox.Name));
        }

        List<(MailboxState Mailbox, string Name)> renamed = [(mailbox, wanted)];
        foreach (MailboxState below in account.Mailboxes.FindBelow(mailbox.Name))
        {
            string moved = MailboxName.Require(wanted + below.Name[mailbox.Name.Length..], context.Limits);
            if (account.Mailboxes.Find(moved) is not null)
            {
                throw MailException.Of(MailError.MailboxExists, moved);
            }

            renamed.Add((below, moved));
        }

        List<string> missing = MailboxCreation.FindMissingParents(account, wanted);
        MailboxCreation.RequireRoom(context, account, missing.Count);
        MailboxCreation.WriteParents(context, account, missing, account.Mailboxes.NextNumber);
        account.PendingModSeq++;
        foreach ((MailboxState one, string moved) in renamed)
        {
            MailboxParts.WriteRenamed(context.Record, one.Id, account.PendingModSeq, moved);
        }
    }

    private static void MoveInbox(CommitContext context, MailboxState inbox, string wanted)
    {
        AccountState account = inbox.Account;
        MailboxId target = MailboxCreation.Write(context, account, wanted, SpecialUse.None);
        foreach (string keyword in inbox.Keywords)
        {
            MailboxParts.WriteKeywordAdded(context.Record, target, keyword);
        }

        account.PendingModSeq++;
        uint uid = 1;
        List<uint> moved = new(inbox.Messages.Count);
        foreach (MessageEntry entry in inbox.Messages.Entries)
        {
            MessageEntry copy = entry;
            copy.Uid = uid++;
            copy.ModSeq = account.PendingModSeq;
            moved.Add(entry.Uid);
            context.WriteCopy(target, copy);
        }

        if (moved.Count > 0)
        {
            MailboxParts.WriteExpunged(context.Record, inbox.Id, account.PendingModSeq, moved);
        }
    }
}
