using MailAdmin.Contracts;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Operations;

/// <summary>Removes messages for good. RFC 3501 §6.4.3, RFC 4315 §2.1</summary>
internal sealed class ExpungeOperation(MailboxId id, IReadOnlyList<Uid>? uids, bool onlyDeleted, long origin)
    : Operation<IReadOnlyList<Uid>>
{
    public override long Origin => origin;

    public override Preparation Prepare(CommitContext context)
    {
        if (context.FindMailboxAlone(id) is not { } mailbox)
        {
            return Preparation.Conflict;
        }

        List<uint> removed = [];
        long size = 0;
        foreach (MessageEntry entry in mailbox.Messages.Select(uids))
        {
            if (!onlyDeleted || entry.Flags.Has(SystemFlags.Deleted))
            {
                removed.Add(entry.Uid);
                size += entry.Body.Size;
            }
        }

        Result = removed.ConvertAll(uid => new Uid(uid));
        if (removed.Count == 0)
        {
            return Preparation.Unchanged;
        }

        mailbox.MutatingBatch = context.Batch;
        mailbox.Account.AddPendingUsage(-size, -removed.Count, context.Batch);
        mailbox.PendingMessageCount -= removed.Count;
        MailboxParts.WriteExpunged(context.Record, id, ++mailbox.Account.PendingModSeq, removed);
        return Preparation.Recorded;
    }
}
