using MailAdmin.Contracts;
using MailAdmin.Storage.Log;
using MailAdmin.Storage.Mailboxes;
using MailAdmin.Storage.Operations;

namespace MailAdmin.Storage.Directory;

/// <summary>
/// A change of the directory while it is made: the directory as it will be, and what is written about it.
/// </summary>
internal sealed class DirectoryTransaction(CommitContext context, DirectorySnapshot directory)
{
    private readonly List<DirectoryChange> changes = [];

    /// <summary>The number that its record in the log gets.</summary>
    public long Sequence => context.Sequence;

    /// <summary>The directory with what was changed so far.</summary>
    public DirectorySnapshot Directory { get; private set; } = directory;

    /// <summary>The changes.</summary>
    public IReadOnlyList<DirectoryChange> Changes => changes;

    /// <summary>Whether it touches an account with which this batch does something else.</summary>
    public bool Conflict { get; private set; }

    /// <summary>Makes a change.</summary>
    public void Apply(DirectoryChange change)
    {
        changes.Add(change);
        Directory = Directory.Apply(change);
    }

    /// <summary>Takes a number for an account and gives it mailboxes.</summary>
    public AccountId CreateMail()
    {
        long id = context.Accounts.TakeId();
        context.Record.WriteKind(PartKind.AccountCreated);
        context.Record.WriteNumber(id);
        context.Record.WriteNumber(context.Accounts.TakeUidValidity(MailboxTable.StandardCount));
        return new AccountId(id);
    }

    /// <summary>Whether there are messages in the mailboxes of an account.</summary>
    public bool HasMessages(AccountId id) => context.Accounts.Find(id.Value) is { MessageCount: > 0 };

    /// <summary>Removes the mailboxes of an account.</summary>
    public void RemoveMail(AccountId id)
    {
        if (context.Accounts.Find(id.Value) is not { } account || account.PendingBatch == context.Batch)
        {
            Conflict = true;
            return;
        }

        account.BeginPending(context.Batch);
        account.StructureBatch = context.Batch;
        context.Record.WriteKind(PartKind.AccountRemoved);
        context.Record.WriteNumber(id.Value);
    }
}
