using MailAdmin.Contracts;
using MailAdmin.Storage.Disk;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Storage.Directory;

/// <summary>The directory, and who is told of its changes.</summary>
internal sealed class MailDirectory(
    DirectoryCommitter committer, LogonRegister logons, IDirectoryHistory history, ILogger logger) : IDirectory
{
    private readonly Lock gate = new();
    private Action<DirectoryChanged>[] observers = [];

    public IDirectoryHistory History => history;

    public IDomains Domains { get; } = new DomainObjects(committer);

    public IAccounts Accounts { get; } = new AccountObjects(committer);

    public IDirectoryObjects<EmailAddress, AliasRecord> Aliases { get; } =
        new DirectoryObjects<EmailAddress, AliasRecord>(committer, DirectoryKinds.Aliases);

    public IDirectoryObjects<EmailAddress, GroupRecord> Groups { get; } =
        new DirectoryObjects<EmailAddress, GroupRecord>(committer, DirectoryKinds.Groups);

    public ValueTask<StoreSettings> GetSettingsAsync(CancellationToken cancellationToken) =>
        new(committer.Current.Settings);

    public Task<StoreSettings> UpdateSettingsAsync(
        Func<StoreSettings, StoreSettings> change, ChangeOrigin origin, CancellationToken cancellationToken) =>
        committer.CommitAsync(
            transaction => DirectoryKinds.Settings.Update(transaction, SettingsKind.Key, change),
            origin,
            cancellationToken);

    public ValueTask<LogonRecord?> FindLastLogonAsync(AccountId id, CancellationToken cancellationToken) =>
        new(logons.FindLast(id));

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
