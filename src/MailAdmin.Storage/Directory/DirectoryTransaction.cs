using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>The mailboxes of accounts, as far as a change of the directory makes and removes them.</summary>
internal interface IAccountMail
{
    /// <summary>Takes a number for an account and gives it mailboxes.</summary>
    AccountId Create();

    /// <summary>Removes the mailboxes of an account; false: something else that is not committed yet uses them.</summary>
    bool TryRemove(AccountId id);
}

/// <summary>
/// A change of the directory while it is made: the directory as it will be, and what is written about it.
/// </summary>
internal sealed class DirectoryTransaction(DirectorySnapshot directory, IAccountMail mail)
{
    private readonly List<DirectoryChange> changes = [];

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
    public AccountId CreateMail() => mail.Create();

    /// <summary>Removes the mailboxes of an account.</summary>
    public void RemoveMail(AccountId id) => Conflict |= !mail.TryRemove(id);
}
