using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using MailAdmin.Contracts;
using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Operations;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Storage.Directory;

/// <summary>
/// The directory: reads look at the snapshot that is committed and never wait, changes go through the committer.
/// </summary>
internal sealed class MailDirectory : IDirectory
{
    private readonly DirectoryState state;
    private readonly ICommitter committer;
    private readonly TimeProvider timeProvider;
    private readonly ILogger logger;
    private readonly ConcurrentDictionary<AccountId, LogonRecord> logons;
    private ConcurrentDictionary<AccountId, LogonRecord> unwritten = new();
    private readonly Lock gate = new();
    private Action<DirectoryChanged>[] observers = [];

    public MailDirectory(
        DirectoryState state, ICommitter committer, IEnumerable<LogonRecord> logons, TimeProvider timeProvider, ILogger logger)
    {
        this.logons = new ConcurrentDictionary<AccountId, LogonRecord>(logons.Select(logon => KeyValuePair.Create(logon.Account, logon)));
        this.state = state;
        this.committer = committer;
        this.timeProvider = timeProvider;
        this.logger = logger;
    }

    /// <summary>Takes the logons since the last call, for directory.db.</summary>
    public IReadOnlyCollection<LogonRecord> TakeLogons()
    {
        return unwritten.IsEmpty ? [] : (IReadOnlyCollection<LogonRecord>)Interlocked.Exchange(ref unwritten, new()).Values;
    }

    public ValueTask<StoreSettings> GetSettingsAsync(CancellationToken cancellationToken) =>
        new(state.Current.Settings);

    public ValueTask<DomainRecord?> FindDomainAsync(DomainName name, CancellationToken cancellationToken) =>
        new(state.Current.FindDomain(name));

    public ValueTask<AccountRecord?> FindAccountAsync(EmailAddress address, CancellationToken cancellationToken) =>
        new(state.Current.Accounts.GetValueOrDefault(address));

    public ValueTask<AccountRecord?> FindAccountAsync(AccountId id, CancellationToken cancellationToken) =>
        new(state.Current.FindAccount(id));

    public ValueTask<AliasRecord?> FindAliasAsync(EmailAddress address, CancellationToken cancellationToken) =>
        new(state.Current.Aliases.GetValueOrDefault(address));

    public ValueTask<GroupRecord?> FindGroupAsync(EmailAddress address, CancellationToken cancellationToken) =>
        new(state.Current.Groups.GetValueOrDefault(address));

    public ValueTask<LogonRecord?> FindLastLogonAsync(AccountId id, CancellationToken cancellationToken) =>
        new(logons.GetValueOrDefault(id));

    public IAsyncEnumerable<DomainRecord> ListDomainsAsync(CancellationToken cancellationToken) =>
        Stream(state.Current.Domains.Values.Select(entry => entry.Record).OrderBy(domain => domain.Name), cancellationToken);

    public IAsyncEnumerable<AccountRecord> ListAccountsAsync(DomainName? domain, CancellationToken cancellationToken)
    {
        IReadOnlyList<AccountRecord> all = state.Current.ListAccounts();
        return Stream(domain is null ? all : all.Where(account => account.Address.Domain == domain), cancellationToken);
    }

    public IAsyncEnumerable<AliasRecord> ListAliasesAsync(DomainName? domain, CancellationToken cancellationToken)
    {
        IEnumerable<AliasRecord> aliases =
            state.Current.Aliases.Values.Where(alias => domain is null || alias.Address.Domain == domain);
        return Stream(aliases.OrderBy(alias => alias.Address), cancellationToken);
    }

    public IAsyncEnumerable<GroupRecord> ListGroupsAsync(DomainName? domain, CancellationToken cancellationToken)
    {
        DirectorySnapshot directory = state.Current;
        IEnumerable<GroupRecord> groups =
            domain is null ? directory.Groups.Values.OrderBy(group => group.Address) : directory.GroupsOf(domain);
        return Stream(groups, cancellationToken);
    }

    public ValueTask<(int Accounts, int Aliases)> CountAsync(DomainName? domain, CancellationToken cancellationToken)
    {
        DirectorySnapshot directory = state.Current;
        if (domain is null)
        {
            return new((directory.Accounts.Count, directory.Aliases.Count));
        }

        return new(directory.Domains.TryGetValue(domain, out DomainEntry? entry) ? (entry.Accounts, entry.Aliases) : (0, 0));
    }

    public Task<DomainRecord> CreateDomainAsync(
        DomainRecord domain, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CommitAsync(draft => DomainChanges.Create(draft, domain), origin, cancellationToken);

    public Task<DomainRecord> UpdateDomainAsync(
        DomainName name, Func<DomainRecord, DomainRecord> change, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CommitAsync(draft => DomainChanges.Update(draft, name, change), origin, cancellationToken);

    public Task RemoveDomainAsync(
        DomainName name, bool recurse, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CommitAsync(draft => DomainChanges.Remove(draft, name, recurse), origin, cancellationToken);

    public Task<AccountRecord> CreateAccountAsync(
        AccountRecord account, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CommitAsync(draft => AccountChanges.Create(draft, account), origin, cancellationToken);

    public Task<AccountRecord> UpdateAccountAsync(
        EmailAddress address, Func<AccountRecord, AccountRecord> change, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CommitAsync(draft => AccountChanges.Update(draft, address, change), origin, cancellationToken);

    public Task<AccountRecord> RenameAccountAsync(
        EmailAddress address, EmailAddress newAddress, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CommitAsync(draft => AccountChanges.Rename(draft, address, newAddress), origin, cancellationToken);

    public Task RemoveAccountAsync(EmailAddress address, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CommitAsync(draft => AccountChanges.Remove(draft, address), origin, cancellationToken);

    public Task<AliasRecord> CreateAliasAsync(
        AliasRecord alias, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CommitAsync(draft => AliasChanges.Create(draft, alias), origin, cancellationToken);

    public Task<AliasRecord> UpdateAliasAsync(
        EmailAddress address, Func<AliasRecord, AliasRecord> change, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CommitAsync(draft => AliasChanges.Update(draft, address, change), origin, cancellationToken);

    public Task RemoveAliasAsync(EmailAddress address, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CommitAsync(draft => AliasChanges.Remove(draft, address), origin, cancellationToken);

    public Task<GroupRecord> CreateGroupAsync(
        GroupRecord group, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CommitAsync(draft => GroupChanges.Create(draft, group), origin, cancellationToken);

    public Task<GroupRecord> UpdateGroupAsync(
        EmailAddress address, Func<GroupRecord, GroupRecord> change, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CommitAsync(draft => GroupChanges.Update(draft, address, change), origin, cancellationToken);

    public Task RemoveGroupAsync(EmailAddress address, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CommitAsync(draft => GroupChanges.Remove(draft, address), origin, cancellationToken);

    public Task<StoreSettings> UpdateSettingsAsync(
        Func<StoreSettings, StoreSettings> change, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        return CommitAsync(
            draft =>
            {
                StoreSettings before = draft.Directory.Settings;
                StoreSettings after = change(before);
                draft.Apply(JournalEntry.Of(before, after));
                return after;
            },
            origin,
            cancellationToken);
    }

    public void NoteLogon(LogonRecord logon)
    {
        logons[logon.Account] = logon;
        unwritten[logon.Account] = logon;
    }

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
        foreach (JournalEntry entry in commit.Journal)
        {
            if (entry is { Section: JournalSection.Account, Before: AccountRecord before })
            {
                accounts.Add(before.Id);
                if (entry.After is null)
                {
                    logons.TryRemove(before.Id, out _);
                }
            }

            settings |= entry.Section is JournalSection.Settings or JournalSection.Domain;
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

    private Task<T> CommitAsync<T>(
        Func<DirectoryDraft, T> change, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        return committer.CommitInOrder(new DirectoryOperation<T>(state, change, origin, timeProvider), cancellationToken);
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
