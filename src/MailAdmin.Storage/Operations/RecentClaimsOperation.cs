using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Operations;

/// <summary>
/// Logs which messages were shown to sessions as recent. Nobody waits for it: after a crash some are only shown as
/// recent once more. RFC 3501 §2.3.2
/// </summary>
internal sealed class RecentClaimsOperation : Operation
{
    public override Preparation Prepare(CommitContext context)
    {
        bool any = false;
        while (context.Accounts.RecentClaims.TryDequeue(out MailboxState? mailbox))
        {
            uint first;
            lock (mailbox.Account.Gate)
            {
                mailbox.RecentUnlogged = false;
                first = mailbox.FirstRecentUid;
            }

            bool alive = !mailbox.Account.Removed
                && mailbox.Account.StructureBatch != context.Batch
                && mailbox.Account.Mailboxes.Find(mailbox.Id.Number) == mailbox;
            if (alive)
            {
                MailboxParts.WriteRecentClaimed(context.Record, mailbox.Id, first);
                any = true;
            }
        }

        return any ? Preparation.Recorded : Preparation.Unchanged;
    }

    public override void Complete()
    {
    }

    public override void Fail(Exception exception)
    {
    }
}
