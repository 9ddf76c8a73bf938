using MailAdmin.Contracts;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Operations;

/// <summary>Subscribes or unsubscribes a name, which need not exist. RFC 3501 §6.3.6, §6.3.7</summary>
internal sealed class SubscribeOperation(AccountId id, string name, bool subscribed) : Operation<bool>
{
    public override Preparation Prepare(CommitContext context)
    {
        string wanted = subscribed ? MailboxName.Require(name, context.Limits) : MailboxName.Normalize(name);
        if (context.FindAccountAlone(id) is not { } account)
        {
            return Preparation.Conflict;
        }

        if (account.IsSubscribed(wanted) == subscribed)
        {
            return Preparation.Unchanged;
        }

        if (subscribed && account.SubscribedNames.Count() >= context.Limits.Mailboxes)
        {
            throw MailException.Of(MailError.TooManyMailboxes.As("Subscriptions"), wanted, context.Limits.Mailboxes);
        }

        MailboxParts.WriteSubscribed(context.Record, account.Id, subscribed, wanted);
        return Preparation.Recorded;
    }
}
