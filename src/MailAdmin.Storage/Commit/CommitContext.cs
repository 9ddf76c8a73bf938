using MailAdmin.Contracts;
using MailAdmin.Storage.Directory;
using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Log;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Commit;

/// <summary>
/// What operations of a batch are prepared against: what is committed, and what the batch has prepared so far.
/// </summary>
internal sealed class CommitContext(StoreState state, StoreOptions options, RecordBuffer record)
{
    /// <summary>What is committed.</summary>
    public StoreState State => state;

    /// <summary>Limits.</summary>
    public StoreOptions Options => options;

    /// <summary>Where the record of the operation is built.</summary>
    public RecordBuffer Record => record;

    /// <summary>Octets whose length goes before them are built here first; free for each operation.</summary>
    public RecordBuffer Scratch { get; } = new();

    /// <summary>The number of the batch.</summary>
    public long Batch { get; private set; }

    /// <summary>The directory with the changes of the batch.</summary>
    public DirectorySnapshot Directory { get; private set; } = DirectorySnapshot.Empty;

    /// <summary>What the batch changes in the directory.</summary>
    public List<JournalRecord> Journal { get; } = [];

    /// <summary>The number of the record that is being built.</summary>
    public long Sequence { get; private set; }

    /// <summary>The type of the record that is being built.</summary>
    public RecordType Type { get; private set; }

    /// <summary>The account of the record; 0: several or none.</summary>
    public long Account { get; set; }

    /// <summary>Begins a batch.</summary>
    public void BeginBatch()
    {
        Batch++;
        Directory = state.Directory;
        Journal.Clear();
    }

    /// <summary>Begins an operation, whose record gets a number.</summary>
    public void BeginOperation(long sequence)
    {
        Sequence = sequence;
        Type = RecordType.Mail;
        Account = 0;
    }

    /// <summary>Adds a change of the directory.</summary>
    public void Change(DirectorySnapshot changed, JournalRecord journal)
    {
        Type = RecordType.Directory;
        Directory = changed;
        Journal.Add(journal);
    }

    /// <summary>The account of a number; null: it is made in this very batch, so the operation must wait.</summary>
    /// <exception cref="MailException">AccountNotFound.</exception>
    public AccountState? FindAccount(AccountId id)
    {
        if (Directory.FindAccount(id) is null)
        {
            throw new MailException(MailError.AccountNotFound, $"There is no account with the number {id}.") { Target = id.ToString() };
        }

        if (!state.Accounts.TryGetValue(id.Value, out AccountState? account) || account.StructureBatch == Batch)
        {
            return null;
        }

        account.BeginPending(Batch);
        return account;
    }

    /// <summary>
    /// An account with which the batch does nothing else, to change which mailboxes it has; null: the operation must
    /// wait.
    /// </summary>
    /// <exception cref="MailException">AccountNotFound.</exception>
    public AccountState? FindAccountAlone(AccountId id)
    {
        if (state.Accounts.TryGetValue(id.Value, out AccountState? account) && account.PendingBatch == Batch)
        {
            return null;
        }

        account = FindAccount(id);
        if (account is not null)
        {
            account.StructureBatch = Batch;
            Account = id.Value;
        }

        return account;
    }

    /// <summary>
    /// A mailbox whose messages the batch does not change otherwise, to change or read them; null: the operation must
    /// wait.
    /// </summary>
    /// <exception cref="MailException">AccountNotFound, MailboxNotFound.</exception>
    public MailboxState? FindMailboxAlone(MailboxId id)
    {
        MailboxState? mailbox = FindMailbox(id);
        if (mailbox?.MutatingBatch == Batch)
        {
            return null;
        }

        Account = id.Account.Value;
        return mailbox;
    }

    /// <summary>The mailbox of a number; null: the operation must wait for the next batch.</summary>
    /// <exception cref="MailException">AccountNotFound, MailboxNotFound.</exception>
    public MailboxState? FindMailbox(MailboxId id)
    {
        if (FindAccount(id.Account) is not { } account)
        {
            return null;
        }

        MailboxState mailbox = account.Find(id.Number) ?? throw MailboxErrors.NotFound(id);
        mailbox.BeginPending(Batch);
        return mailbox;
    }
}
