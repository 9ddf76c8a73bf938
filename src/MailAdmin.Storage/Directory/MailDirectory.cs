using System.Runtime.CompilerServices;
using MailAdmin.Contracts;
using MailAdmin.Storage.Disk;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Storage.Directory;

/// <summary>
/// The directory: reads look at the snapshot that is committed and never wait, changes go through the committer.
/// </summary>
internal sealed class MailDirectory(
    DirectoryCommitter committer, LogonRegister logons, IDirectoryHistory history, ILogger logger) : IDirectory
{
    private readonly Lock gate = new();
    private Action<DirectoryChanged>[] observers = [];

    public IDirectoryHistory History => history;

    private DirectorySnapshot Current => committer.Current;

    public ValueTask<StoreSettings> GetSettingsAsync(CancellationToken cancellationToken) => new(Current.Settings);

    public ValueTask<DomainRecord?> FindDomainAsync(DomainName name, CancellationToken cancellationToken) =>
        new(Current.Domains.FindByAnyName(name));

    public ValueTask<AccountRecord?> FindAccountAsync(EmailAddress address, CancellationToken cancellationToken) =>
        new(Current.Accounts.Find(address));

    public ValueTask<AccountRecord?> FindAccountAsync(AccountId id, CancellationToken cancellationToken) =>
        new(Current.Accounts.Find(id));

    public ValueTask<AliasRecord?> FindAliasAsync(EmailAddress address, CancellationToken cancellationToken) =>
        new(Current.Aliases.Find(address));

    public ValueTask<GroupRecord?> FindGroupAsync(EmailAddress address, CancellationToken cancellationToken) =>
        new(Current.Groups.Find(address));

    public ValueTask<LogonRecord?> FindLastLogonAsync(AccountId id, CancellationToken cancellationToken) =>
        new(logons.FindLast(id));

    public IAsyncEnumerable<DomainRecord> ListDomainsAsync(CancellationToken cancellationToken) =>
        Stream(Current.Domains.List(), cancellationToken);

    public IAsyncEnumerable<AccountRecord> ListAccountsAsync(DomainName? domain, CancellationToken cancellationToken) =>
        Stream(Current.Accounts.List(domain), cancellationToken);

    public IAsyncEnumerable<AliasRecord> ListAliasesAsync(DomainName? domain, CancellationToken cancellationToken) =>
        Stream(Current.Aliases.List(domain), cancellationToken);

    public IAsyncEnumerable<GroupRecord> ListGroupsAsync(DomainName? domain, CancellationToken cancellationToken) =>
        Stream(Current.Groups.List(domain), cancellationToken);

    public ValueTask<(int Accounts, int Aliases)> CountAsync(DomainName? domain, CancellationToken cancellationToken)
    {
        DirectorySnapshot directory = Current;
        return new(domain is null
            ? (directory.Accounts.Count, directory.Aliases.Count)
            : (directory.Accounts.CountIn(domain), directory.Aliases.CountIn(domain)));
    }

    public Task<DomainRecord> CreateDomainAsync(
        DomainRecord domain, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CreateAsync(DirectoryKinds.Domains, domain, origin, cancellationToken);

    public Task<DomainRecord> UpdateDomainAsync(
        DomainName name,
        Func<DomainRecord, DomainRecord> change,
        ChangeOrigin origin,
        CancellationToken cancellationToken) =>
        UpdateAsync(DirectoryKinds.Domains, name, change, origin, cancellationToken);

    public Task RemoveDomainAsync(
        DomainName name, bool recurse, ChangeOrigin origin, CancellationToken cancellationToken) =>
        committer.CommitAsync(
            transaction => DirectoryKinds.Domains.Remove(transaction, name, recurse), origin, cancellationToken);

    public Task<AccountRecord> CreateAccountAsync(
        AccountRecord account, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CreateAsync(DirectoryKinds.Accounts, account, origin, cancellationToken);

    public Task<AccountRecord> UpdateAccountAsync(
        EmailAddress address,
        Func<AccountRecord, AccountRecord> change,
        ChangeOrigin origin,
        CancellationToken cancellationToken) =>
        UpdateAsync(DirectoryKinds.Accounts, address, change, origin, cancellationToken);

    public Task<AccountRecord> RenameAccountAsync(
        EmailAddress address, EmailAddress newAddress, ChangeOrigin origin, CancellationToken cancellationToken) =>
        committer.CommitAsync(
            transaction => DirectoryKinds.Accounts.Rename(transaction, address, newAddress), origin, cancellationToken);

    public Task RemoveAccountAsync(EmailAddress address, ChangeOrigin origin, CancellationToken cancellationToken) =>
        RemoveAsync(DirectoryKinds.Accounts, address, origin, cancellationToken);

    public Task<AliasRecord> CreateAliasAsync(
        AliasRecord alias, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CreateAsync(DirectoryKinds.Aliases, alias, origin, cancellationToken);

    public Task<AliasRecord> UpdateAliasAsync(
        EmailAddress address,
        Func<AliasRecord, AliasRecord> change,
        ChangeOrigin origin,
        CancellationToken cancellationToken) =>
        UpdateAsync(DirectoryKinds.Aliases, address, change, origin, cancellationToken);

    public Task RemoveAliasAsync(EmailAddress address, ChangeOrigin origin, CancellationToken cancellationToken) =>
        RemoveAsync(DirectoryKinds.Aliases, address, origin, cancellationToken);

    public Task<GroupRecord> CreateGroupAsync(
        GroupRecord group, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CreateAsync(DirectoryKinds.Groups, group, origin, cancellationToken);

    public Task<GroupRecord> UpdateGroupAsync(
        EmailAddress address,
        Func<GroupRecord, GroupRecord> change,
        ChangeOrigin origin,
        CancellationToken cancellationToken) =>
        UpdateAsync(DirectoryKinds.Groups, address, change, origin, cancellationToken);

    public Task RemoveGroupAsync(EmailAddress address, ChangeOrigin origin, CancellationToken cancellationToken) =>
        RemoveAsync(DirectoryKinds.Groups, address, origin, cancellationToken);

    public Task<StoreSettings> UpdateSettingsAsync(
        Func<StoreSettings, StoreSettings> change, ChangeOrigin origin, CancellationToken cancellationToken) =>
        UpdateAsync(DirectoryKinds.Settings, SettingsKind.Key, change, origin, cancellationToken);

    public void RecordLogon(LogonRecord logon) => logons.Record(logon);

    public IDisposable Watch(Action<DirectoryChanged> observer)
    {
        lock (gate)
        {
            observers = [.. observers, observer];
        }

        return new Watching(this, observer);
    }

    /// <summary>Tells observers of a commit; called by the committer.</summary>
    public void Publish(DirectoryCommit commit)
    {
        List<AccountId> accounts = [];
        bool settings = false;
        foreach (DirectoryChange change in commit.Journal.SelectMany(record => record.Changes))
        {
            if (change.Before is AccountRecord before)
            {
                accounts.Add(before.Id);
                if (change.After is null)
                {
                    logons.Remove(before.Id);
                }
            }

            settings |= change.Kind == DirectoryKinds.Settings || change.Kind == DirectoryKinds.Domains;
        }

        if (accounts.Count == 0 && !settings)
        {
            return;
        }

        DirectoryChanged changed = new(accounts, settings);
        foreach (Action<DirectoryChanged> observer in Volatile.Read(ref observers))
        {
            try
            {
                observer(changed);
            }
#pragma warning disable CA1031 // An observer's fault must not stop the committer; it is logged.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                StorageLog.ObserverFailed(logger, exception);
            }
        }
    }

    private static async IAsyncEnumerable<T> Stream<T>(
        IEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (T item in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    private Task<TRecord> CreateAsync<TKey, TRecord>(
        DirectoryKind<TKey, TRecord> kind, TRecord record, ChangeOrigin origin, CancellationToken cancellationToken)
        where TKey : notnull
        where TRecord : class
    {
        return committer.CommitAsync(transaction => kind.Create(transaction, record), origin, cancellationToken);
    }

    private Task<TRecord> UpdateAsync<TKey, TRecord>(
        DirectoryKind<TKey, TRecord> kind,
        TKey key,
        Func<TRecord, TRecord> change,
        ChangeOrigin origin,
        CancellationToken cancellationToken)
        where TKey : notnull
        where TRecord : class
    {
        return committer.CommitAsync(transaction => kind.Update(transaction, key, change), origin, cancellationToken);
    }

    private Task<TRecord> RemoveAsync<TKey, TRecord>(
        DirectoryKind<TKey, TRecord> kind, TKey key, ChangeOrigin origin, CancellationToken cancellationToken)
        where TKey : notnull
        where TRecord : class
    {
        return committer.CommitAsync(transaction => kind.Remove(transaction, key), origin, cancellationToken);
    }

    private sealed class Watching(MailDirectory directory, Action<DirectoryChanged> observer) : IDisposable
    {
        public void Dispose()
        {
            lock (directory.gate)
            {
                directory.observers = [.. directory.observers.Where(other => other != observer)];
            }
        }
    }
}
