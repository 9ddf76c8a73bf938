using MailAdmin.Contracts;
using MailAdmin.Storage.Commit;
using MailAdmin.Storage.Log;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Directory;

/// <summary>
/// A change of the directory while it is made: the directory as it will be, and what is written about it.
/// </summary>
internal sealed class DirectoryDraft(CommitContext context)
{
    private readonly List<JournalEntry> entries = [];

    /// <summary>The directory with what was changed so far.</summary>
    public DirectorySnapshot Directory { get; private set; } = context.Directory;

    /// <summary>The changes.</summary>
    public IReadOnlyList<JournalEntry> Entries => entries;

    /// <summary>Whether it touches an account with which this batch does something else.</summary>
    public bool MustWait { get; private set; }

    /// <summary>Makes a change.</summary>
    public void Apply(JournalEntry entry)
    {
        entries.Add(entry);
        Directory = Directory.Apply(entry);
    }

    /// <summary>Takes a number for an account and gives it mailboxes.</summary>
    public AccountId TakeAccount()
    {
        long id = context.State.TakeAccountId();
        context.Record.WriteKind(PartKind.AccountCreated);
        context.Record.WriteNumber(id);
        context.Record.WriteNumber(context.State.TakeUidValidity(AccountState.StandardCount));
        return new AccountId(id);
    }

    /// <summary>Removes the mailboxes of an account.</summary>
    public void RemoveMail(AccountId id)
    {
        if (!context.State.Accounts.TryGetValue(id.Value, out AccountState? account) || account.PendingBatch == context.Batch)
        {
            MustWait = true;
            return;
        }

        account.BeginPending(context.Batch);
        account.StructureBatch = context.Batch;
        context.Record.WriteKind(PartKind.AccountRemoved);
        context.Record.WriteNumber(id.Value);
    }
}
