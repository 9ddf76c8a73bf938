using MailAdmin.Contracts;
using MailAdmin.Storage.Log;
using MailAdmin.Storage.Operations;

namespace MailAdmin.Storage.Directory;

/// <summary>A change of the directory by a function that checks the rules against the directory of the batch.</summary>
internal sealed class DirectoryOperation<T>(
    DirectoryState state,
    Func<DirectoryTransaction, T> change,
    ChangeOrigin origin,
    TimeProvider timeProvider) : Operation<T>
{
    public override Preparation Prepare(CommitContext context)
    {
        DirectoryTransaction transaction = new(context, state.InBatch(context.Batch));
        Result = change(transaction);
        if (transaction.Conflict)
        {
            return Preparation.Conflict;
        }

        if (transaction.Changes.Count == 0 || origin.CheckOnly)
        {
            return Preparation.Unchanged;
        }

        // Last, because it is left out of the hints of sealed segments.
        JournalRecord journal = new(context.Sequence, origin, timeProvider.GetUtcNow(), transaction.Changes);
        context.Record.WriteKind(PartKind.Directory);
        context.Record.WriteText(DirectoryJournal.Write(journal));
        context.Type = RecordType.Directory;
        state.Change(context.Batch, transaction.Directory, journal);
        return Preparation.Recorded;
    }
}
