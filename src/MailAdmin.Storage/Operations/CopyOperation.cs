using MailAdmin.Contracts;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Operations;

/// <summary>
/// Copies or moves messages within an account, all or none. New entries refer to the bodies that are there; a move also
/// removes the old entries, in the same record. RFC 3501 §6.4.7, RFC 6851 §3.3
/// </summary>
internal sealed class CopyOperation(
    MailboxId sourceId, IReadOnlyList<Uid> uids, MailboxId targetId, bool move, long origin) : Operation<CopyOutcome>
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

        MessageEntry[] entries = source.Messages.Select(uids);
        if (entries.Length == 0)
        {
            Result = new CopyOutcome(target.UidValidity, []);
            return Preparation.Unchanged;
        }

        if (!move)
        {
            QuotaCheck.Require(context, entries.Select(entry => (source.Account, (long)entry.Body.Size)));
        }

        MessageLimits.RequireCopies(context, source, target, entries.Length, move);
        using KeywordResolver keywords = new(context);
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
        long size = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            MessageEntry copy = entries[i];
            copy.Uid = target.PendingUidNext++;
            copy.ModSeq = account.PendingModSeq;
            copy.Flags = flags[i];
            size += copy.Body.Size;
            pairs[i] = (new Uid(entries[i].Uid), new Uid(copy.Uid));
            context.WriteCopy(target.Id, copy);
        }

        if (move)
        {
            source.MutatingBatch = context.Batch;
            source.PendingMessageCount -= entries.Length;
            uint[] moved = Array.ConvertAll(entries, entry => entry.Uid);
            MailboxParts.WriteExpunged(context.Record, source.Id, account.PendingModSeq, moved);
        }
        else
        {
            account.AddPendingUsage(size, entries.Length, context.Batch);
        }

        target.PendingMessageCount += entries.Length;

        return new CopyOutcome(target.UidValidity, pairs);
    }
}
