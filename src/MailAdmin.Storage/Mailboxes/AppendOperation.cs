using MailAdmin.Contracts;
using MailAdmin.Storage.Commit;
using MailAdmin.Storage.Content;
using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>
/// Adds messages, all or none. Quotas are checked in the step that takes the UIDs, against what is committed and what
/// the batch has
/// prepared, so they hold exactly under any number of writers. A body that several entries share is written once.
/// </summary>
internal sealed class AppendOperation(IReadOnlyList<AppendRequest> requests, long origin) : Operation<IReadOnlyList<AppendedMessage>>
{
    private readonly List<(NewMessage Message, List<int> Requests)> messages = Group(requests);

    public override long Size => messages.Sum(item => SpoolOf(item.Message).Octets.Length + item.Message.Outline.Length + 256L);

    public override long Origin => origin;

    public override Preparation Prepare(CommitContext context)
    {
        MailboxState[] mailboxes = new MailboxState[requests.Count];
        for (int i = 0; i < mailboxes.Length; i++)
        {
            if (context.FindMailbox(requests[i].Mailbox) is not { } mailbox)
            {
                return Preparation.MustWait;
            }

            mailboxes[i] = mailbox;
        }

        long[] accounts = [.. mailboxes.Select(mailbox => mailbox.Account.Id).Distinct()];
        context.Account = accounts.Length == 1 ? accounts[0] : 0;
        QuotaCheck.Require(context, requests.Select((request, i) => (mailboxes[i].Account, request.Message.Spool.Length)));
        FlagSet[] flags = ResolveFlags(context, mailboxes);

        foreach (MailboxState mailbox in mailboxes.DistinctBy(mailbox => mailbox.Account.Id))
        {
            mailbox.Account.PendingModSeq++;
        }

        Result = Write(context, mailboxes, flags);
        KeepFiles(true);
        return Preparation.Recorded;
    }

    protected override void OnFailed() => KeepFiles(false);

    private static List<(NewMessage Message, List<int> Requests)> Group(IReadOnlyList<AppendRequest> requests)
    {
        List<(NewMessage Message, List<int> Requests)> groups = [];
        Dictionary<NewMessage, int> places = new(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < requests.Count; i++)
        {
            if (!places.TryGetValue(requests[i].Message, out int place))
            {
                place = groups.Count;
                places.Add(requests[i].Message, place);
                groups.Add((requests[i].Message, []));
            }

            groups[place].Requests.Add(i);
        }

        return groups;
    }

    private static Spool SpoolOf(NewMessage message)
    {
        return message.Spool as Spool ?? throw new ArgumentException("The spool is not of this store.");
    }

    private void KeepFiles(bool keep)
    {
        foreach ((NewMessage message, _) in messages)
        {
            SpoolOf(message).Kept = keep;
        }
    }

    private FlagSet[] ResolveFlags(CommitContext context, MailboxState[] mailboxes)
    {
        FlagSet[] flags = new FlagSet[requests.Count];
        using KeywordDraft keywords = new(context);
        for (int i = 0; i < flags.Length; i++)
        {
            flags[i] = keywords.Resolve(mailboxes[i], requests[i].Flags);
        }

        keywords.Keep();
        return flags;
    }

    private AppendedMessage[] Write(CommitContext context, MailboxState[] mailboxes, FlagSet[] flags)
    {
        AppendedMessage[] appended = new AppendedMessage[requests.Count];
        long offset = 0;
        foreach ((NewMessage message, List<int> places) in messages)
        {
            Spool spool = SpoolOf(message);
            foreach (int i in places)
            {
                MailboxState mailbox = mailboxes[i];
                uint uid = mailbox.PendingUidNext++;
                appended[i] = new AppendedMessage(mailbox.Id, mailbox.UidValidity, new Uid(uid));
                mailbox.Account.AddPendingUsage(spool.Length, context.Batch);
                MessageEntry entry = new()
                {
                    Uid = uid,
                    ModSeq = mailbox.Account.PendingModSeq,
                    Flags = flags[i],
                    Size = (uint)spool.Length,
                    Date = PackedDate.From(message.InternalDate),
                    BodyChecksum = spool.Checksum,
                    OutlineLength = (uint)message.Outline.Length,
                    Segment = 0,
                    Offset = checked((uint)offset),
                };
                MailboxParts.WriteAppended(context.Record, mailbox.Id, entry, spool.LargeFile);
            }

            offset += DataLength(message, spool);
        }

        context.Record.EndParts();
        foreach ((NewMessage message, _) in messages)
        {
            WriteData(context.Record, message);
        }

        return appended;
    }

    // Never nothing, so that two messages never lie at one place.
    private static long DataLength(NewMessage message, Spool spool)
    {
        long outline = message.Outline.IsEmpty ? 0 : message.Outline.Length + MessageReader.OutlineChecksumLength;
        return Math.Max(1, outline + spool.Octets.Length);
    }

    private static void WriteData(RecordBuffer record, NewMessage message)
    {
        Spool spool = SpoolOf(message);
        if (!message.Outline.IsEmpty)
        {
            record.WriteOctets(message.Outline.Span);
            record.WriteFixed32(Crc32C.Compute(message.Outline.Span));
        }

        record.WriteOctets(spool.Octets.Span);
        if (message.Outline.IsEmpty && spool.Octets.IsEmpty)
        {
            record.WriteByte(0);
        }
    }
}
