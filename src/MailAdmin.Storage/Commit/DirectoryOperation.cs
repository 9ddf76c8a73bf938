using MailAdmin.Contracts;
using MailAdmin.Storage.Directory;
using MailAdmin.Storage.Log;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Commit;

/// <summary>A change of the directory by a function that checks the rules against the directory of the batch.</summary>
internal sealed class DirectoryOperation<T>(
    Func<DirectoryTransaction, T> change, ChangeOrigin origin, TimeProvider timeProvider) : Operation<T>
{
    public override Preparation Prepare(CommitContext context)
    {
        DirectoryTransaction transaction = new(context.Directory, new AccountMail(context));
        Result = change(transaction);
        if (transaction.Conflict)
        {
            return Preparation.Conflict;
        }

        if (transaction.Changes.Count == 0)
        {
            return Preparation.Unchanged;
        }

        // Last, because it is left out of the hints of sealed segments.
        JournalRecord journal = new(context.Sequence, origin, timeProvider.GetUtcNow(), transaction.Changes);
        context.Record.WriteKind(PartKind.Directory);
        context.Record.WriteText(DirectoryJournal.Write(journal));
        context.Change(transaction.Directory, journal);
        return Preparation.Recorded;
    }

    private sealed class AccountMail(CommitContext context) : IAccountMail
    {
        public AccountId Create()
        {
            long id = context.State.TakeAccountId();
            context.Record.WriteKind(PartKind.AccountCreated);
            context.Record.WriteNumber(id);
            context.Record.WriteNumber(context.State.TakeUidValidity(AccountState.StandardCount));
            return new AccountId(id);
        }

        public bool TryRemove(AccountId id)
        {
            if (!context.State.Accounts.TryGetValue(id.Value, out AccountState? account) || account.PendingBatch == context.Batch)
            {
                return false;
            }

            account.BeginPending(context.Batch);
            account.StructureBatch = context.Batch;
            context.Record.WriteKind(PartKind.AccountRemoved);
            context.Record.WriteNumber(id.Value);
            return true;
        }
    }
}
