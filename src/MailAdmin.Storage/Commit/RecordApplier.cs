using MailAdmin.Storage.Content;
using MailAdmin.Storage.Log;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Commit;

/// <summary>Is called with the change journal of a record.</summary>
internal delegate void JournalVisitor(long sequence, ReadOnlySpan<byte> json);

/// <summary>
/// Changes the state in memory as records say. This is the only way in which it changes, after a commit and when the
/// log is read again, so that both lead to the same state.
/// </summary>
internal sealed class RecordApplier(StoreState state, JournalVisitor? journal)
{
    private readonly RecordBodies bodies = new(state.Bodies);
    private readonly AccountApplier accounts = new(state.Accounts, state.Bodies);

    /// <summary>Applies a record.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="segment">The segment it is in.</param>
    /// <param name="dataStart">Where in the segment the bytes begin that its parts refer to.</param>
    /// <param name="changes">Collects what observers are notified of; null: there are none.</param>
    public void Apply(
        RecordHeader header, ReadOnlySpan<byte> parts, LogSegment segment, long dataStart, StoreChanges? changes)
    {
        bodies.Begin(segment, dataStart);
        AccountState? only = header.Account == 0 ? null : state.Accounts.Find(header.Account);
        if (changes is not null)
        {
            changes.Mailboxes.Apart = only is null;
        }

        // A reader sees all parts of a record or none, as far as one account is concerned.
        only?.Gate.Enter();
        try
        {
            PartReader reader = new(parts);
            while (!reader.AtEnd)
            {
                ApplyPart(header.Sequence, ref reader, changes);
            }

            changes?.Mailboxes.Flush();
        }
        finally
        {
            only?.Gate.Exit();
        }
    }

    private void ApplyPart(long sequence, ref PartReader reader, StoreChanges? changes)
    {
        PartKind kind = reader.ReadKind();
        switch (kind)
        {
            case PartKind.Directory:
                ReadOnlySpan<byte> json = reader.ReadBytes();
                journal?.Invoke(sequence, json);
                break;
            case PartKind.QueueAdded or PartKind.QueueChanged:
                state.Queue.Apply(kind, ref reader, bodies, changes?.Queue);
                break;
            default:
                accounts.Apply(kind, ref reader, bodies, changes?.Mailboxes);
                break;
        }
    }
}
