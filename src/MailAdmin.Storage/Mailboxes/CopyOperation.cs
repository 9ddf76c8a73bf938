using MailAdmin.Contracts;
using MailAdmin.Storage.Commit;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>
/// Copies or moves messages within an account, all or none. New entries refer to the bodies that are there; a move also
/// removes the old ones, in the same
/// record. RFC 3501 §6.4.7, RFC 6851 §3.3
/// </summary>
internal sealed class CopyOperation(MailboxId sourceId, IReadOnlyList<Uid> uids, MailboxId targetId, bool move, long origin) : Operation<CopyOutcome>
{
    public override long Origin => origin;

    public override Preparation Prepare(CommitContext context)
    {
        if (sourceId.Account != targetId.Account)
        {
            throw MailboxErrors.NotFound(targetId);
        }

        if (context.FindMailboxAlone(sourceId) is not { } source || context.FindMailbox(targetId) is not { } target)
        {
            return Preparation.Conflict;
        }

        MessageEntry[] entries = MailboxSelection.Select(source, uids);
        if (entries.Length == 0)
        {
            Result = new CopyOutcome(target.UidValidity, []);
            return Preparation.Unchanged;
        }

        if (!move)
        {
            QuotaCheck.Require(context, entries.Select(entry => (source.Account, (long)entry.Size)));
        }

        using KeywordDraft keywords = new(context);
        FlagSet[] flags = Array.ConvertAll(entries, entry => keywords.Translate(source, entry.Flags, target));
        keywords.Keep();
        Result = Write(context, source, target, entries, flags);
        return Preparation.Recorded;
    }

    private CopyOutcome Write(
        CommitContext context, MailboxState source, MailboxState target, MessageEntry[] entries, FlagSet[] flags)
    {
        AccountState account = source.Account;
        account.PendingModSeq++;
        (Uid, Uid)[] pairs = new (Uid, Uid)[entries.Length];
        long octets = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            MessageEntry copy = entries[i];
            copy.Uid = target.PendingUidNext++;
            copy.ModSeq = account.PendingModSeq;
            copy.Flags = flags[i];
            octets += copy.Size;
            pairs[i] = (new Uid(entries[i].Uid), new Uid(copy.Uid));
            MailboxParts.WriteAppended(context.Record, target.Id, copy, context.State.Bodies.FindLargeFile(copy.Body) ?? 0);
        }

        if (move)
        {
            source.MutatingBatch = context.Batch;
            MailboxParts.WriteExpunged(context.Record, source.Id, account.PendingModSeq, Array.ConvertAll(entries, entry => entry.Uid));
        }
        else
        {
            account.AddPendingUsage(octets, context.Batch);
        }

        return new CopyOutcome(target.UidValidity, pairs);
    }
}
