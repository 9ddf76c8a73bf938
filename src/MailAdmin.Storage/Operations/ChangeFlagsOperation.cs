using MailAdmin.Contracts;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Operations;

/// <summary>Changes flags of messages. Those that would not change keep their MODSEQ. RFC 7162 §3.1.3</summary>
internal sealed class ChangeFlagsOperation(
    MailboxId id, IReadOnlyList<Uid> uids, FlagChangeMode mode, NamedFlags flags, ulong? unchangedSince, long origin)
    : Operation<FlagsOutcome>
{
    public override long Origin => origin;

    public override Preparation Prepare(CommitContext context)
    {
        if (context.FindMailboxAlone(id) is not { } mailbox)
        {
            return Preparation.Conflict;
        }

        using KeywordResolver keywords = new(context);
        FlagSet given = mode == FlagChangeMode.Remove
            ? KeywordResolver.ResolveKnown(mailbox, flags)
            : keywords.Resolve(mailbox, flags);
        ulong modSeq = mailbox.Account.PendingModSeq + 1;
        List<(uint Uid, FlagSet Flags)> changed = [];
        Result = Decide(mailbox, given, modSeq, changed);
        bool addedKeywords = context.Record.PartsLength > 0;
        if (changed.Count == 0 && !addedKeywords)
        {
            return Preparation.Unchanged;
        }

        keywords.Keep();
        mailbox.MutatingBatch = context.Batch;
        if (changed.Count > 0)
        {
            mailbox.Account.PendingModSeq = modSeq;
            MailboxParts.WriteFlagsChanged(context.Record, id, modSeq, changed);
        }

        return Preparation.Recorded;
    }

    private FlagsOutcome Decide(
        MailboxState mailbox, FlagSet given, ulong modSeq, List<(uint Uid, FlagSet Flags)> changed)
    {
        List<MessageInfo> messages = new(uids.Count);
        List<Uid> modified = [];
        foreach (Uid uid in uids)
        {
            int index = mailbox.Messages.IndexOf(uid.Value);
            if (index < 0)
            {
                continue;
            }

            MessageInfo message = mailbox.Messages.Entries[index].ToInfo();
            if (message.ModSeq > unchangedSince)
            {
                modified.Add(uid);
                continue;
            }

            FlagSet next = mode switch
            {
                FlagChangeMode.Add => message.Flags | given,
                FlagChangeMode.Remove => message.Flags - given,
                _ => given,
            };
            if (next != message.Flags)
            {
                changed.Add((uid.Value, next));
                message = message with { Flags = next, ModSeq = modSeq };
            }

            messages.Add(message);
        }

        return new FlagsOutcome(messages, modified);
    }
}
