using MailAdmin.Contracts;
using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>Is shown the change journal of a record.</summary>
internal delegate void JournalVisitor(long sequence, ReadOnlySpan<byte> json);

/// <summary>
/// Makes in memory what a record says: the one way in which the state changes, after a commit and when the log is read
/// again, so that both
/// lead to the same state. It trusts no order that a lost record could have broken.
/// </summary>
internal sealed class PartApplier(StoreState state, JournalVisitor? journal)
{
    private readonly List<uint> uids = [];
    private readonly List<MessageEntry> removed = [];
    private long lastOwnOffset;

    /// <summary>Applies a record.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="segment">The segment it is in.</param>
    /// <param name="dataStart">Where its octets begin in the segment.</param>
    /// <param name="changes">Gathers what observers are told; null: there are none.</param>
    public void Apply(
        RecordHeader header, ReadOnlySpan<byte> parts, LogSegment segment, long dataStart, ChangeCollector? changes)
    {
        lastOwnOffset = -1;
        AccountState? only = header.Account == 0 ? null : state.Accounts.GetValueOrDefault(header.Account);
        if (changes is not null)
        {
            changes.Apart = only is null;
        }

        // A reader sees all parts of a record or none, as far as one account is concerned.
        only?.Gate.Enter();
        try
        {
            PartReader reader = new(parts);
            while (!reader.AtEnd)
            {
                ApplyPart(header.Sequence, ref reader, segment, dataStart, changes);
            }

            changes?.Flush();
        }
        finally
        {
            only?.Gate.Exit();
        }
    }

    private void ApplyPart(
        long sequence, ref PartReader reader, LogSegment segment, long dataStart, ChangeCollector? changes)
    {
        PartKind kind = reader.ReadKind();
        if (kind == PartKind.Directory)
        {
            ReadOnlySpan<byte> json = reader.ReadTextOctets();
            journal?.Invoke(sequence, json);
            return;
        }

        if (kind is PartKind.QueueAdded or PartKind.QueueChanged)
        {
            ApplyToQueue(kind, ref reader, segment, dataStart, changes);
            return;
        }

        long id = reader.ReadNumber();
        if (kind == PartKind.AccountCreated)
        {
            CreateAccount(id, ref reader);
            return;
        }

        AccountState account = state.FindOrRecover(id);
        lock (account.Gate)
        {
            switch (kind)
            {
                case PartKind.AccountRemoved:
                    RemoveAccount(account, changes);
                    break;
                case PartKind.Subscribed:
                    Subscribe(account, ref reader, changes);
                    break;
                case PartKind.MailboxCreated:
                    CreateMailbox(account, ref reader, changes);
                    break;
                default:
                    ApplyToMailbox(kind, account.FindOrRecover(reader.ReadInt32()), ref reader, segment, dataStart, changes);
                    break;
            }

            if (changes is { Apart: true })
            {
                changes.Flush();
            }
        }
    }

    private void ApplyToMailbox(
        PartKind kind, MailboxState mailbox, ref PartReader reader, LogSegment segment, long dataStart, ChangeCollector? changes)
    {
        switch (kind)
        {
            case PartKind.Appended:
                Append(mailbox, ref reader, segment, dataStart, changes);
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
                RenameMailbox(mailbox, ref reader, changes);
                break;
            case PartKind.MailboxDeleted:
                DeleteMailbox(mailbox, ref reader, changes);
                break;
            default:
                throw new InvalidOperationException($"A record has a part of the unknown kind {(int)kind}.");
        }
    }

    private void CreateAccount(long id, ref PartReader reader)
    {
        uint validity = reader.ReadUInt32();
        state.SawAccountId(id);
        state.SawUidValidity(validity, AccountState.StandardCount);
        state.Accounts.TryAdd(id, new AccountState(id, validity));
    }

    private void RemoveAccount(AccountState account, ChangeCollector? changes)
    {
        foreach (MailboxState mailbox in account.Mailboxes)
        {
            changes?.Add(mailbox, MailboxChangeKind.Deleted, account.HighestModSeq);
            ReleaseAll(mailbox);
        }

        account.MoveTo(null);
        account.Removed = true;
        state.Accounts.TryRemove(account.Id, out _);
    }

    private static void Subscribe(AccountState account, ref PartReader reader, ChangeCollector? changes)
    {
        bool value = reader.ReadNumber() != 0;
        string name = reader.ReadText();
        account.SetSubscribed(name, value);
        if (account.Find(name) is { } mailbox)
        {
            changes?.Add(mailbox, MailboxChangeKind.Subscribed, mailbox.HighestModSeq);
        }
    }

    private void CreateMailbox(AccountState account, ref PartReader reader, ChangeCollector? changes)
    {
        int number = reader.ReadInt32();
        ulong modSeq = (ulong)reader.ReadNumber();
        uint validity = reader.ReadUInt32();
        SpecialUse use = (SpecialUse)reader.ReadNumber();
        MailboxState mailbox = account.Create(number, validity, use, reader.ReadText());
        state.SawUidValidity(validity);
        account.SawModSeq(modSeq);
        changes?.Add(mailbox, MailboxChangeKind.Created, modSeq);
    }

    private static void RenameMailbox(MailboxState mailbox, ref PartReader reader, ChangeCollector? changes)
    {
        ulong modSeq = (ulong)reader.ReadNumber();
        mailbox.Account.Rename(mailbox, reader.ReadText());
        mailbox.Account.SawModSeq(modSeq);
        changes?.Add(mailbox, MailboxChangeKind.Renamed, modSeq);
    }

    private void DeleteMailbox(MailboxState mailbox, ref PartReader reader, ChangeCollector? changes)
    {
        ulong modSeq = (ulong)reader.ReadNumber();
        ReleaseAll(mailbox);
        mailbox.Account.Delete(mailbox);
        mailbox.Account.SawModSeq(modSeq);
        changes?.Add(mailbox, MailboxChangeKind.Deleted, modSeq);
    }

    private void Append(
        MailboxState mailbox, ref PartReader reader, LogSegment segment, long dataStart, ChangeCollector? changes)
    {
        MessageEntry entry = new()
        {
            Uid = reader.ReadUInt32(),
            ModSeq = (ulong)reader.ReadNumber(),
            Flags = new FlagSet((ulong)reader.ReadNumber()),
            Size = reader.ReadUInt32(),
            Date = new PackedDate((long)reader.ReadFixed64()),
            BodyChecksum = reader.ReadFixed32(),
            StructureLength = reader.ReadUInt32(),
        };
        BodyPlace place = BodyPlace.Read(ref reader);
        place.SetIn(ref entry, segment, dataStart);
        if (!mailbox.Append(entry))
        {
            return;
        }

        AddBody(entry, place);
        changes?.Add(mailbox, MailboxChangeKind.Appended, entry.ModSeq, entry);
        if (changes is not null && mailbox.Subscriptions.Any(subscription => subscription.ClaimsRecent))
        {
            mailbox.ClaimRecent(state.RecentClaims);
        }
    }

    // Entries of a body are written one after the other.
    private void AddBody(in MessageEntry entry, BodyPlace place)
    {
        if (place.IsOwn && place.Offset != lastOwnOffset)
        {
            lastOwnOffset = place.Offset;
            state.Bodies.AddFirst(entry.Body, place.LargeFile);
        }
        else
        {
            state.Bodies.AddAnother(entry.Body, place.LargeFile);
        }
    }

    private void ApplyToQueue(
        PartKind kind, ref PartReader reader, LogSegment segment, long dataStart, ChangeCollector? changes)
    {
        long id = reader.ReadNumber();
        if (kind == PartKind.QueueAdded)
        {
            MessageEntry body = new()
            {
                Size = reader.ReadUInt32(),
                BodyChecksum = reader.ReadFixed32(),
                StructureLength = reader.ReadUInt32(),
            };
            BodyPlace place = BodyPlace.Read(ref reader);
            place.SetIn(ref body, segment, dataStart);
            AddBody(body, place);
            state.Queue.Add(id, body, ref reader, changes?.Queue);
            return;
        }

        state.Queue.Change(id, reader.ReadTextOctets(), state, changes?.Queue);
    }

    private static void ChangeFlags(MailboxState mailbox, ref PartReader reader, ChangeCollector? changes)
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

    private void Expunge(MailboxState mailbox, ref PartReader reader, ChangeCollector? changes)
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
        foreach (ref readonly MessageEntry entry in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(removed))
        {
            state.Bodies.Remove(entry, state.Log.FindSegment(entry.Segment));
            changes?.Add(mailbox, MailboxChangeKind.Expunged, modSeq, entry);
        }
    }

    private void ReleaseAll(MailboxState mailbox)
    {
        foreach (ref readonly MessageEntry entry in mailbox.Entries)
        {
            state.Bodies.Remove(entry, state.Log.FindSegment(entry.Segment));
        }
    }
}
