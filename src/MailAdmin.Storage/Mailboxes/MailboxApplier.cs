using System.Runtime.InteropServices;
using MailAdmin.Contracts;
using MailAdmin.Storage.Content;
using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>
/// Applies the parts of records that change a mailbox. The caller has the lock of the account. A record before may be
/// lost, so nothing relies on the order of parts.
/// </summary>
internal sealed class MailboxApplier(AccountTable accounts, BodyTable bodies)
{
    // What an unusually large change needed is not kept.
    private const int MaxKeptCapacity = 4_096;
    private readonly List<uint> uids = [];
    private readonly List<MessageEntry> removed = [];

    /// <summary>Applies a part to its mailbox.</summary>
    /// <param name="kind">The kind of the part.</param>
    /// <param name="mailbox">The mailbox that it names.</param>
    /// <param name="reader">Has read the kind, the account and the mailbox.</param>
    /// <param name="recordBodies">The bodies of the record.</param>
    /// <param name="changes">Collects what observers are notified of; null: there are none.</param>
    public void Apply(
        PartKind kind,
        MailboxState mailbox,
        ref PartReader reader,
        RecordBodies recordBodies,
        MailboxChanges? changes)
    {
        switch (kind)
        {
            case PartKind.Appended:
                Append(mailbox, ref reader, recordBodies, changes);
                break;
            case PartKind.FlagsChanged:
                ChangeFlags(mailbox, ref reader, changes);
                break;
            case PartKind.Expunged:
                Expunge(mailbox, ref reader, changes);
                break;
            case PartKind.KeywordAdded:
                mailbox.AddKeyword(reader.ReadText());
                break;
            case PartKind.RecentClaimed:
                mailbox.FirstRecentUid = Math.Max(mailbox.FirstRecentUid, reader.ReadUInt32());
                break;
            case PartKind.MailboxRenamed:
                Rename(mailbox, ref reader, changes);
                break;
            case PartKind.MailboxDeleted:
                Delete(mailbox, ref reader, changes);
                break;
            default:
                throw new UnknownPartException(kind);
        }
    }

    /// <summary>Removes the entries of all messages of a mailbox that is removed.</summary>
    public void RemoveBodies(MailboxState mailbox)
    {
        foreach (ref readonly MessageEntry entry in mailbox.Messages.Entries)
        {
            bodies.Remove(entry.Body.Key);
        }
    }

    private void Append(
        MailboxState mailbox, ref PartReader reader, RecordBodies recordBodies, MailboxChanges? changes)
    {
        MessageEntry entry = new()
        {
            Uid = reader.ReadUInt32(),
            ModSeq = (ulong)reader.ReadNumber(),
            Flags = new FlagSet((ulong)reader.ReadNumber()),
        };
        uint size = reader.ReadUInt32();
        entry.Date = new PackedDate((long)reader.ReadFixed64());
        BodyReference body = recordBodies.Read(size, ref reader);
        entry.Body = body.Body;
        if (!mailbox.Append(entry))
        {
            return;
        }

        recordBodies.Add(body);
        changes?.Add(mailbox, MailboxChangeKind.Appended, entry.ModSeq, entry);
        if (changes is not null && mailbox.Subscriptions.Any(subscription => subscription.ClaimsRecent))
        {
            mailbox.ClaimRecent(accounts.RecentClaims);
        }
    }

    private static void ChangeFlags(MailboxState mailbox, ref PartReader reader, MailboxChanges? changes)
    {
        ulong modSeq = (ulong)reader.ReadNumber();
        uint uid = 0;
        for (int count = reader.ReadInt32(); count > 0; count--)
        {
            uid += reader.ReadUInt32();
            FlagSet flags = new((ulong)reader.ReadNumber());
            if (mailbox.SetFlags(uid, flags, modSeq) is { } entry)
            {
                changes?.Add(mailbox, MailboxChangeKind.FlagsChanged, modSeq, entry);
            }
        }
    }

    private void Expunge(MailboxState mailbox, ref PartReader reader, MailboxChanges? changes)
    {
        ulong modSeq = (ulong)reader.ReadNumber();
        uint uid = 0;
        uids.Clear();
        for (int count = reader.ReadInt32(); count > 0; count--)
        {
            uid += reader.ReadUInt32();
            uids.Add(uid);
        }

        removed.Clear();
        mailbox.Remove(uids, modSeq, removed);
        foreach (ref readonly MessageEntry entry in CollectionsMarshal.AsSpan(removed))
        {
            bodies.Remove(entry.Body.Key);
            changes?.Add(mailbox, MailboxChangeKind.Expunged, modSeq, entry);
        }

        if (uids.Capacity > MaxKeptCapacity)
        {
            uids.Clear();
            removed.Clear();
            (uids.Capacity, removed.Capacity) = (0, 0);
        }
    }

    private static void Rename(MailboxState mailbox, ref PartReader reader, MailboxChanges? changes)
    {
        ulong modSeq = (ulong)reader.ReadNumber();
        mailbox.Account.Mailboxes.Rename(mailbox, reader.ReadText());
        mailbox.Account.AdvanceModSeq(modSeq);
        changes?.Add(mailbox, MailboxChangeKind.Renamed, modSeq);
    }

    private void Delete(MailboxState mailbox, ref PartReader reader, MailboxChanges? changes)
    {
        ulong modSeq = (ulong)reader.ReadNumber();
        RemoveBodies(mailbox);
        mailbox.Account.Mailboxes.Delete(mailbox);
        mailbox.Account.AdvanceModSeq(modSeq);
        changes?.Add(mailbox, MailboxChangeKind.Deleted, modSeq);
    }
}
