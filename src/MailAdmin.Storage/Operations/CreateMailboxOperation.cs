using MailAdmin.Contracts;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Operations;

/// <summary>Creates a mailbox and the parents it lacks. RFC 3501 §6.3.3</summary>
internal sealed class CreateMailboxOperation(AccountId id, string name, SpecialUse use) : Operation<MailboxId>
{
    public override Preparation Prepare(CommitContext context)
    {
        string wanted = MailboxName.Require(name, context.Limits);
        if (context.FindAccountAlone(id) is not { } account)
        {
            return Preparation.Conflict;
        }

        if (account.Mailboxes.Find(wanted) is not null)
        {
            throw MailException.Of(MailError.MailboxExists, wanted);
        }

        Result = MailboxCreation.Write(context, account, wanted, use);
        return Preparation.Recorded;
    }
}
