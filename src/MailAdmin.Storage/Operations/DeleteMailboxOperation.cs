using MailAdmin.Contracts;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Operations;

/// <summary>Deletes a mailbox and its messages; those below it stay. RFC 3501 §6.3.4</summary>
internal sealed class DeleteMailboxOperation(AccountId id, string name) : Operation<bool>
{
    public override Preparation Prepare(CommitContext context)
    {
        string wanted = MailboxName.Normalize(name);
        if (context.FindAccountAlone(id) is not { } account)
        {
            return Preparation.Conflict;
        }

        MailboxState mailbox = account.Mailboxes.Find(wanted)
            ?? throw MailException.Of(MailError.MailboxNotFound, wanted);
        if (mailbox.Id.Number == MailboxId.InboxNumber)
        {
            throw MailException.Of(MailError.MailboxProtected, wanted);
        }

        account.AddPendingUsage(-mailbox.Messages.Size, -mailbox.Messages.Count, context.Batch);
        MailboxParts.WriteDeleted(context.Record, mailbox.Id, ++account.PendingModSeq);
        return Preparation.Recorded;
    }
}
