using MailAdmin.Contracts;
using MailAdmin.Storage.Commit;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>
/// Renames a mailbox and those below it, and makes the parents that the new name lacks. INBOX stays where it is, and
/// its messages move into a
/// new mailbox. RFC 3501 §6.3.5
/// </summary>
internal sealed class RenameMailboxOperation(AccountId id, string name, string newName) : Operation<bool>
{
    public override Preparation Prepare(CommitContext context)
    {
        string oldName = MailboxName.Normalize(name);
        string wanted = MailboxName.Require(newName, context.Options.Limits);
        if (context.FindAccountAlone(id) is not { } account)
        {
            return Preparation.Conflict;
        }

        MailboxState mailbox = account.Find(oldName) ?? throw MailboxErrors.NotFound(oldName);
        if (account.Find(wanted) is not null)
        {
            throw MailboxErrors.Exists(wanted);
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
            throw new MailException(MailError.InvalidMailboxName, $"'{wanted}' is below '{mailbox.Name}', so it cannot be its new name.") { Target = wanted };
        }

        List<(MailboxState Mailbox, string Name)> renamed = [(mailbox, wanted)];
        foreach (MailboxState below in account.FindBelow(mailbox.Name))
        {
            string moved = MailboxName.Require(wanted + below.Name[mailbox.Name.Length..], context.Options.Limits);
            if (account.Find(moved) is not null)
            {
                throw MailboxErrors.Exists(moved);
            }

            renamed.Add((below, moved));
        }

        List<string> missing = MailboxCreation.FindMissingParents(account, wanted);
        MailboxCreation.RequireRoom(context, account, missing.Count);
        MailboxCreation.WriteParents(context, account, missing, account.NextMailboxNumber);
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
        List<uint> moved = new(inbox.Count);
        foreach (MessageEntry entry in inbox.Entries)
        {
            MessageEntry copy = entry;
            copy.Uid = uid++;
            copy.ModSeq = account.PendingModSeq;
            moved.Add(entry.Uid);
            MailboxParts.WriteAppended(context.Record, target, copy, context.State.Bodies.FindLargeFile(copy.Body) ?? 0);
        }

        if (moved.Count > 0)
        {
            MailboxParts.WriteExpunged(context.Record, inbox.Id, account.PendingModSeq, moved);
        }
    }
}
