using MailAdmin.Contracts;
using MailAdmin.Storage.Commit;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>
/// Messages that were found to fit into their mailboxes. Quotas are checked in the step that takes the UIDs, against
/// what is committed and what the batch has prepared, so they hold exactly under any number of writers.
/// </summary>
internal sealed class AppendDraft
{
    private readonly IReadOnlyList<AppendRequest> requests;
    private readonly MailboxState[] mailboxes;
    private readonly FlagSet[] flags;

    private AppendDraft(IReadOnlyList<AppendRequest> requests, MailboxState[] mailboxes, FlagSet[] flags)
    {
        this.requests = requests;
        this.mailboxes = mailboxes;
        this.flags = flags;
        Appended = new AppendedMessage[requests.Count];
    }

    /// <summary>Where the messages come to lie, in the order of the requests.</summary>
    public AppendedMessage[] Appended { get; }

    /// <summary>Checks everything; null: the operation must wait. After it nothing of the appends can fail.</summary>
    /// <exception cref="MailException">MailboxNotFound, OverQuota, MessageLargerThanQuota, TooManyKeywords.</exception>
    public static AppendDraft? TryBegin(CommitContext context, IReadOnlyList<AppendRequest> requests)
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

        long[] accounts = [.. mailboxes.Select(mailbox => mailbox.Account.Id).Distinct()];
        context.Account = accounts.Length == 1 ? accounts[0] : 0;
        QuotaCheck.Require(context, requests.Select((request, i) => (mailboxes[i].Account, request.Message.Spool.Length)));
        FlagSet[] flags = ResolveFlags(context, requests, mailboxes);
        foreach (MailboxState mailbox in mailboxes.DistinctBy(mailbox => mailbox.Account.Id))
        {
            mailbox.Account.PendingModSeq++;
        }

        return new AppendDraft(requests, mailboxes, flags);
    }

    /// <summary>Writes the entries of mailboxes that share a body.</summary>
    public void Write(CommitContext context, SharedBody body, MessageEntry entry)
    {
        foreach (int i in body.Appends)
        {
            MailboxState mailbox = mailboxes[i];
            entry.Uid = mailbox.PendingUidNext++;
            entry.ModSeq = mailbox.Account.PendingModSeq;
            entry.Flags = flags[i];
            Appended[i] = new AppendedMessage(mailbox.Id, mailbox.UidValidity, new Uid(entry.Uid));
            mailbox.Account.AddPendingUsage(entry.Size, context.Batch);
            MailboxParts.WriteAppended(context.Record, mailbox.Id, entry, body.Spool.LargeFile);
        }
    }

    private static FlagSet[] ResolveFlags(
        CommitContext context, IReadOnlyList<AppendRequest> requests, MailboxState[] mailboxes)
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
}
