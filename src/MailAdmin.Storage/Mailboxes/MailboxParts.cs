using MailAdmin.Contracts;
using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>
/// Writes the parts of records that change mailboxes; <see cref="AccountApplier"/> and <see cref="MailboxApplier"/>
/// read them.
/// </summary>
internal static class MailboxParts
{
    public static void WriteAppended(RecordBuffer record, MailboxId mailbox, in MessageEntry entry, ulong largeFile)
    {
        WriteTarget(record, PartKind.Appended, mailbox);
        record.WriteNumber(entry.Uid);
        record.WriteNumber(entry.ModSeq);
        record.WriteNumber(entry.Flags.Bits);
        record.WriteNumber(entry.Body.Size);
        record.WriteFixed64((ulong)entry.Date.Value);
        entry.Body.Write(record, largeFile);
    }

    public static void WriteFlagsChanged(
        RecordBuffer record, MailboxId mailbox, ulong modSeq, List<(uint Uid, FlagSet Flags)> messages)
    {
        WriteTarget(record, PartKind.FlagsChanged, mailbox);
        record.WriteNumber(modSeq);
        record.WriteNumber(messages.Count);
        uint last = 0;
        foreach ((uint uid, FlagSet flags) in messages)
        {
            record.WriteNumber(uid - last);
            record.WriteNumber(flags.Bits);
            last = uid;
        }
    }

    public static void WriteExpunged(
        RecordBuffer record, MailboxId mailbox, ulong modSeq, IReadOnlyCollection<uint> uids)
    {
        WriteTarget(record, PartKind.Expunged, mailbox);
        record.WriteNumber(modSeq);
        record.WriteNumber(uids.Count);
        uint last = 0;
        foreach (uint uid in uids)
        {
            record.WriteNumber(uid - last);
            last = uid;
        }
    }

    public static void WriteCreated(
        RecordBuffer record, MailboxId mailbox, ulong modSeq, uint uidValidity, SpecialUse use, string name)
    {
        WriteTarget(record, PartKind.MailboxCreated, mailbox);
        record.WriteNumber(modSeq);
        record.WriteNumber(uidValidity);
        record.WriteNumber((long)use);
        record.WriteText(name);
    }

    public static void WriteRenamed(RecordBuffer record, MailboxId mailbox, ulong modSeq, string newName)
    {
        WriteTarget(record, PartKind.MailboxRenamed, mailbox);
        record.WriteNumber(modSeq);
        record.WriteText(newName);
    }

    public static void WriteDeleted(RecordBuffer record, MailboxId mailbox, ulong modSeq)
    {
        WriteTarget(record, PartKind.MailboxDeleted, mailbox);
        record.WriteNumber(modSeq);
    }

    public static void WriteKeywordAdded(RecordBuffer record, MailboxId mailbox, string keyword)
    {
        WriteTarget(record, PartKind.KeywordAdded, mailbox);
        record.WriteText(keyword);
    }

    public static void WriteRecentClaimed(RecordBuffer record, MailboxId mailbox, uint firstRecentUid)
    {
        WriteTarget(record, PartKind.RecentClaimed, mailbox);
        record.WriteNumber(firstRecentUid);
    }

    public static void WriteSubscribed(RecordBuffer record, long account, bool subscribed, string name)
    {
        record.WriteKind(PartKind.Subscribed);
        record.WriteNumber(account);
        record.WriteNumber(subscribed ? 1 : 0);
        record.WriteText(name);
    }

    private static void WriteTarget(RecordBuffer record, PartKind kind, MailboxId mailbox)
    {
        record.WriteKind(kind);
        record.WriteNumber(mailbox.Account.Value);
        record.WriteNumber(mailbox.Number);
    }
}
