using System.Runtime.CompilerServices;
using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>
/// The objects of one kind: reads look at the snapshot that is committed and never wait, changes go through the
/// committer.
/// </summary>
internal class DirectoryObjects<TKey, TRecord>(DirectoryCommitter committer, DirectoryKind<TKey, TRecord> kind)
    : IDirectoryObjects<TKey, TRecord>
    where TKey : notnull
    where TRecord : class
{
    /// <summary>The directory as it is committed.</summary>
    protected DirectorySnapshot Current => committer.Current;

    public virtual ValueTask<TRecord?> FindAsync(TKey key, CancellationToken cancellationToken) =>
        new(Current.Of(kind).Find(key));

    public async IAsyncEnumerable<TRecord> ListAsync(
        DomainName? domain, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (TRecord record in Current.Of(kind).List(domain))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return record;
        }
    }

    public ValueTask<int> CountAsync(DomainName? domain, CancellationToken cancellationToken)
    {
        DirectoryTable<TKey, TRecord> table = Current.Of(kind);
        return new(domain is null ? table.Count : table.CountIn(domain));
    }

    public Task<TRecord> CreateAsync(TRecord record, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CommitAsync(transaction => kind.Create(transaction, record), origin, cancellationToken);

    public Task<TRecord> UpdateAsync(
        TKey key, Func<TRecord, TRecord> change, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CommitAsync(transaction => kind.Update(transaction, key, change), origin, cancellationToken);

    public Task RemoveAsync(TKey key, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CommitAsync(transaction => kind.Remove(transaction, key), origin, cancellationToken);

    /// <summary>Commits what a function changes.</summary>
    protected Task<TRecord> CommitAsync(
        Func<DirectoryTransaction, TRecord> change, ChangeOrigin origin, CancellationToken cancellationToken) =>
        committer.CommitAsync(change, origin, cancellationToken);
}

/// <summary>The domains.</summary>
internal sealed class DomainObjects(DirectoryCommitter committer)
    : DirectoryObjects<DomainName, DomainRecord>(committer, DirectoryKinds.Domains), IDomains
{
    public override ValueTask<DomainRecord?> FindAsync(DomainName key, CancellationToken cancellationToken) =>
        new(Current.Domains.FindByAnyName(key));

    public Task RemoveAsync(
        DomainName name, bool recurse, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CommitAsync(
            transaction => DirectoryKinds.Domains.Remove(transaction, name, recurse), origin, cancellationToken);
}

/// <summary>The accounts.</summary>
internal sealed class AccountObjects(DirectoryCommitter committer)
    : DirectoryObjects<EmailAddress, AccountRecord>(committer, DirectoryKinds.Accounts), IAccounts
{
    public ValueTask<AccountRecord?> FindAsync(AccountId id, CancellationToken cancellationToken) =>
        new(Current.Accounts.Find(id));

    public Task<AccountRecord> RenameAsync(
        EmailAddress address, EmailAddress newAddress, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CommitAsync(
            transaction => DirectoryKinds.Accounts.Rename(transaction, address, newAddress), origin, cancellationToken);
}
