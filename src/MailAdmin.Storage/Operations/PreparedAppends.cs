using MailAdmin.Contracts;
using MailAdmin.Storage.Content;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Operations;

/// <summary>
/// Messages that fit into their mailboxes. Quotas are checked in the step that takes the UIDs, against the committed
/// state and what the batch has prepared, so they are exact with any number of writers.
/// </summary>
internal sealed class PreparedAppends
{
    private readonly CommitContext context;
    private readonly MailboxState[] mailboxes;
    private readonly FlagSet[] flags;

    private PreparedAppends(CommitContext context, MailboxState[] mailboxes, FlagSet[] flags)
    {
        this.context = context;
        this.mailboxes = mailboxes;
        this.flags = flags;
        Appended = new AppendedMessage[mailboxes.Length];
    }

    /// <summary>The places of the messages, in the order of the requests.</summary>
    public AppendedMessage[] Appended { get; }

    /// <summary>Checks everything; after it no append can fail. Returns null when there is a conflict.</summary>
    /// <exception cref="MailException">
    /// MailboxNotFound, OverQuota, MessageLargerThanQuota, TooManyMessages, TooManyKeywords.
    /// </exception>
    public static PreparedAppends? TryPrepare(CommitContext context, IReadOnlyList<AppendRequest> requests)
    {
        MailboxState[] mailboxes = new MailboxState[requests.Count];
        for (int i = 0; i < mailboxes.Length; i++)
        {
            if (context.FindMailbox(requests[i].Mailbox) is not { } mailbox)
            {
                return null;
            }

            mailboxes[i] = mailbox;
        }

        AccountState[] accounts = [.. mailboxes.Select(mailbox => mailbox.Account).Distinct()];
        context.Account = accounts.Length == 1 ? accounts[0].Id : 0;
        QuotaCheck.Require(
            context, requests.Select((request, i) => (mailboxes[i].Account, request.Message.Spool.Length)));
        MessageLimits.Require(context, mailboxes);
        FlagSet[] flags = ResolveFlags(context, requests, mailboxes);
        foreach (AccountState account in accounts)
        {
            account.PendingModSeq++;
        }

        return new PreparedAppends(context, mailboxes, flags);
    }

    /// <summary>Writes the entries of mailboxes that share a body.</summary>
    public void Write(SharedBody body, StoredBody place)
    {
        PackedDate date = PackedDate.From(body.Message.InternalDate);
        foreach (int i in body.Appends)
        {
            MailboxState mailbox = mailboxes[i];
            MessageEntry entry = new()
            {
                Uid = mailbox.PendingUidNext++,
                ModSeq = mailbox.Account.PendingModSeq,
                Flags = flags[i],
                Date = date,
                Body = place,
            };
            Appended[i] = new AppendedMessage(mailbox.Id, mailbox.UidValidity, new Uid(entry.Uid));
            mailbox.Account.AddPendingUsage(place.Size, messages: 1, context.Batch);
            mailbox.PendingMessageCount++;
            MailboxParts.WriteAppended(context.Record, mailbox.Id, entry, body.Spool.LargeFile);
        }
    }

    private static FlagSet[] ResolveFlags(
        CommitContext context, IReadOnlyList<AppendRequest> requests, MailboxState[] mailboxes)
    {
        FlagSet[] flags = new FlagSet[requests.Count];
        using KeywordResolver keywords = new(context);
        for (int i = 0; i < flags.Length; i++)
        {
            flags[i] = keywords.Resolve(mailboxes[i], requests[i].Flags);
        }

        keywords.Keep();
        return flags;
    }
}
