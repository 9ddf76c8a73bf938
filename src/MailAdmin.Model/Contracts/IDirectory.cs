namespace MailAdmin.Contracts;

/// <summary>
/// Domains, accounts, aliases, groups and settings. Reads see what is committed. A change is checked and made in one
/// step, is in the log and synced when its task completes, and throws without having changed anything otherwise.
/// Changes that wait together share one sync, so callers with many start them all and await them in order.
/// </summary>
public interface IDirectory
{
    /// <summary>The domains.</summary>
    IDomains Domains { get; }

    /// <summary>The accounts.</summary>
    IAccounts Accounts { get; }

    /// <summary>The aliases.</summary>
    IDirectoryObjects<EmailAddress, AliasRecord> Aliases { get; }

    /// <summary>The groups.</summary>
    IDirectoryObjects<EmailAddress, GroupRecord> Groups { get; }

    /// <summary>What was: changes, logons, used sizes.</summary>
    IDirectoryHistory History { get; }

    /// <summary>The settings in force.</summary>
    ValueTask<StoreSettings> GetSettingsAsync(CancellationToken cancellationToken);

    /// <summary>Changes the settings by a pure function, which may be called more than once.</summary>
    Task<StoreSettings> UpdateSettingsAsync(
        Func<StoreSettings, StoreSettings> change, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>
    /// The last logon of an account; null: never. Kept loosely: a crash may lose the last minutes of it.
    /// </summary>
    ValueTask<LogonRecord?> FindLastLogonAsync(AccountId id, CancellationToken cancellationToken);

    /// <summary>Records a logon, without waiting for the disk.</summary>
    void RecordLogon(LogonRecord logon);

    /// <summary>
    /// Calls <paramref name="observer"/> after each commit that removed or disabled accounts, changed a password or the
    /// settings; it must not block.
    /// </summary>
    IDisposable Watch(Action<DirectoryChanged> observer);
}

/// <summary>What a commit changed in the directory.</summary>
/// <param name="Accounts">The accounts that were changed or removed.</param>
/// <param name="SettingsChanged">Whether the settings or a domain changed.</param>
public sealed record DirectoryChanged(IReadOnlyList<AccountId> Accounts, bool SettingsChanged);
