using MailAdmin.Contracts;
using MailAdmin.Storage.Content;
using MailAdmin.Storage.Log;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Operations;

/// <summary>
/// What operations of a batch are prepared against: what is committed, and what the batch has prepared so far.
/// </summary>
internal sealed class CommitContext(
    AccountTable accounts,
    BodyTable bodies,
    Func<long, IAccountDirectory> directory,
    ServerLimits limits,
    RecordBuffer record)
{
    /// <summary>The accounts that have mailboxes.</summary>
    public AccountTable Accounts => accounts;

    /// <summary>The bodies of messages.</summary>
    public BodyTable Bodies => bodies;

    /// <summary>The directory with the changes of the batch.</summary>
    public IAccountDirectory Directory => directory(Batch);

    /// <summary>The limits on mailboxes and names.</summary>
    public ServerLimits Limits => limits;

    /// <summary>Where the operation builds its record.</summary>
    public RecordBuffer Record => record;

    /// <summary>Where an operation builds bytes whose length is written before them.</summary>
    public RecordBuffer Scratch { get; } = new();

    /// <summary>The number of the batch.</summary>
    public long Batch { get; private set; }

    /// <summary>The number of the record that is being built.</summary>
    public long Sequence { get; private set; }

    /// <summary>The type of the record that is being built.</summary>
    public RecordType Type { get; set; }

    /// <summary>The account of the record; 0: several or none.</summary>
    public long Account { get; set; }

    /// <summary>Begins a batch.</summary>
    public void BeginBatch() => Batch++;

    /// <summary>Begins an operation, whose record gets a number.</summary>
    public void BeginOperation(long sequence)
    {
        Sequence = sequence;
        Type = RecordType.Mail;
        Account = 0;
    }

    /// <summary>Returns the account of a number, or null when this batch creates it: a conflict.</summary>
    /// <exception cref="MailException">AccountNotFound.</exception>
    public AccountState? FindAccount(AccountId id)
    {
        if (Directory.FindAccount(id) is null)
        {
            throw MailboxErrors.AccountNotFound(id);
        }

        if (accounts.Find(id.Value) is not { } account || account.StructureBatch == Batch)
        {
            return null;
        }

        account.BeginPending(Batch);
        return account;
    }

    /// <summary>
    /// Returns an account, to change which mailboxes it has, or null when this batch changes something else in it: a
    /// conflict.
    /// </summary>
    /// <exception cref="MailException">AccountNotFound.</exception>
    public AccountState? FindAccountAlone(AccountId id)
    {
        if (accounts.Find(id.Value)?.PendingBatch == Batch)
        {
            return null;
        }

        AccountState? account = FindAccount(id);
        if (account is not null)
        {
            account.StructureBatch = Batch;
            Account = id.Value;
        }

        return account;
    }

    /// <summary>
    /// Returns a mailbox, to change or read its messages, or null when this batch changes those: a conflict.
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

    /// <summary>Returns the mailbox of a number, or null when there is a conflict with this batch.</summary>
    /// <exception cref="MailException">AccountNotFound, MailboxNotFound.</exception>
    public MailboxState? FindMailbox(MailboxId id)
    {
        if (FindAccount(id.Account) is not { } account)
        {
            return null;
        }

        MailboxState mailbox = account.Mailboxes.Find(id.Number) ?? throw MailboxErrors.NotFound(id);
        mailbox.BeginPending(Batch);
        return mailbox;
    }

    /// <summary>Writes an entry of a mailbox that refers to the body of a committed message.</summary>
    public void WriteCopy(MailboxId target, in MessageEntry entry) =>
        MailboxParts.WriteAppended(record, target, entry, bodies.FindLargeFile(entry.Body.Key) ?? 0);
}
