using MailAdmin.Contracts;
using MailAdmin.Storage.Log;
using MailAdmin.Storage.Operations;

namespace MailAdmin.Storage.Directory;

/// <summary>A change of the directory by a function that checks the rules against the directory of the batch.</summary>
internal sealed class DirectoryOperation<T>(
    DirectoryState state, Func<DirectoryDraft, T> change, ChangeOrigin origin, TimeProvider timeProvider) : Operation<T>
{
    public override Preparation Prepare(CommitContext context)
    {
        DirectoryDraft draft = new(context, state);
        Result = change(draft);
        if (draft.MustWait)
        {
            return Preparation.Conflict;
        }

        if (draft.Entries.Count == 0)
        {
            return Preparation.Unchanged;
        }

        // Last, because it is left out of the hints of sealed segments.
        context.Record.WriteKind(PartKind.Directory);
        context.Record.WriteText(DirectoryJournal.Write(draft.Entries, origin, timeProvider.GetUtcNow()));
        context.Type = RecordType.Directory;
        state.Change(context.Batch, draft.Directory, draft.Entries);
        return Preparation.Recorded;
    }
}
