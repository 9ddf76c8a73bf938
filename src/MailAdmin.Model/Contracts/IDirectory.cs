namespace MailAdmin.Contracts;

/// <summary>
/// Domains, accounts, aliases, groups and settings. Reads see what is committed. A change is checked and made in one
/// step, is in the log and synced when its task completes, and throws without having changed anything otherwise.
/// Changes that wait together share one sync, so callers with many start them all and await them in order.
/// </summary>
public interface IDirectory
{
    /// <summary>What was: changes, logons, used sizes.</summary>
    IDirectoryHistory History { get; }

    /// <summary>The settings in force.</summary>
    ValueTask<StoreSettings> GetSettingsAsync(CancellationToken cancellationToken);

    /// <summary>The domain of a name, which may be its own or one of its alias domains; null: not ours.</summary>
    ValueTask<DomainRecord?> FindDomainAsync(DomainName name, CancellationToken cancellationToken);

    /// <summary>The account of exactly this address; null: none.</summary>
    ValueTask<AccountRecord?> FindAccountAsync(EmailAddress address, CancellationToken cancellationToken);

    /// <summary>The account of a number; null: none, or removed.</summary>
    ValueTask<AccountRecord?> FindAccountAsync(AccountId id, CancellationToken cancellationToken);

    /// <summary>The alias of exactly this address; null: none.</summary>
    ValueTask<AliasRecord?> FindAliasAsync(EmailAddress address, CancellationToken cancellationToken);

    /// <summary>The group of exactly this address; null: none.</summary>
    ValueTask<GroupRecord?> FindGroupAsync(EmailAddress address, CancellationToken cancellationToken);

    /// <summary>
    /// The last logon of an account; null: never. Kept loosely: a crash may lose the last minutes of it.
    /// </summary>
    ValueTask<LogonRecord?> FindLastLogonAsync(AccountId id, CancellationToken cancellationToken);

    /// <summary>All domains, by name.</summary>
    IAsyncEnumerable<DomainRecord> ListDomainsAsync(CancellationToken cancellationToken);

    /// <summary>All accounts, or those of one domain, by address.</summary>
    IAsyncEnumerable<AccountRecord> ListAccountsAsync(DomainName? domain, CancellationToken cancellationToken);

    /// <summary>All aliases, or those of one domain, by address.</summary>
    IAsyncEnumerable<AliasRecord> ListAliasesAsync(DomainName? domain, CancellationToken cancellationToken);

    /// <summary>All groups, or those of one domain, by address.</summary>
    IAsyncEnumerable<GroupRecord> ListGroupsAsync(DomainName? domain, CancellationToken cancellationToken);

    /// <summary>How many accounts and aliases a domain has; of all domains for null.</summary>
    ValueTask<(int Accounts, int Aliases)> CountAsync(DomainName? domain, CancellationToken cancellationToken);

    /// <summary>Adds a domain.</summary>
    /// <exception cref="MailException">DomainExists (as a domain or an alias domain).</exception>
    Task<DomainRecord> CreateDomainAsync(DomainRecord domain, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>
    /// Changes a domain by a pure function, which may be called more than once; the name cannot change.
    /// </summary>
    /// <exception cref="MailException">
    /// DomainNotFound, DomainExists (an alias domain), InvalidTarget (the catch-all is not local).
    /// </exception>
    Task<DomainRecord> UpdateDomainAsync(
        DomainName name,
        Func<DomainRecord, DomainRecord> change,
        ChangeOrigin origin,
        CancellationToken cancellationToken);

    /// <summary>
    /// Removes a domain; with <paramref name="recurse"/> its accounts, their mail and its aliases too.
    /// </summary>
    /// <exception cref="MailException">DomainNotFound, DomainNotEmpty.</exception>
    Task RemoveDomainAsync(DomainName name, bool recurse, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>Adds an account, with INBOX, Drafts, Sent, Junk, Trash and Archive; the store chooses the id.</summary>
    /// <exception cref="MailException">DomainNotFound, AccountExists, AliasExists, GroupExists, DomainFull.</exception>
    Task<AccountRecord> CreateAccountAsync(
        AccountRecord account, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>
    /// Changes an account by a pure function, which may be called more than once; id and address cannot change.
    /// </summary>
    /// <exception cref="MailException">AccountNotFound, AliasLoop.</exception>
    Task<AccountRecord> UpdateAccountAsync(
        EmailAddress address,
        Func<AccountRecord, AccountRecord> change,
        ChangeOrigin origin,
        CancellationToken cancellationToken);

    /// <summary>Gives an account another address; mail, UIDs and password stay.</summary>
    /// <exception cref="MailException">
    /// AccountNotFound, DomainNotFound, AccountExists, AliasExists, GroupExists, DomainFull.
    /// </exception>
    Task<AccountRecord> RenameAccountAsync(
        EmailAddress address, EmailAddress newAddress, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>Removes an account and its mail.</summary>
    /// <exception cref="MailException">AccountNotFound.</exception>
    Task RemoveAccountAsync(EmailAddress address, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>Adds an alias.</summary>
    /// <exception cref="MailException">
    /// DomainNotFound, AliasExists, AccountExists, GroupExists, AliasLoop, InvalidTarget (no target).
    /// </exception>
    Task<AliasRecord> CreateAliasAsync(AliasRecord alias, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>
    /// Changes an alias by a pure function, which may be called more than once; the address cannot change.
    /// </summary>
    /// <exception cref="MailException">AliasNotFound, AliasLoop, InvalidTarget.</exception>
    Task<AliasRecord> UpdateAliasAsync(
        EmailAddress address,
        Func<AliasRecord, AliasRecord> change,
        ChangeOrigin origin,
        CancellationToken cancellationToken);

    /// <summary>Removes an alias.</summary>
    /// <exception cref="MailException">AliasNotFound.</exception>
    Task RemoveAliasAsync(EmailAddress address, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>Adds a group.</summary>
    /// <exception cref="MailException">DomainNotFound, GroupExists, AliasExists, AccountExists, AliasLoop.</exception>
    Task<GroupRecord> CreateGroupAsync(GroupRecord group, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>
    /// Changes a group by a pure function, which may be called more than once; the address cannot change.
    /// </summary>
    /// <exception cref="MailException">GroupNotFound, AliasLoop.</exception>
    Task<GroupRecord> UpdateGroupAsync(
        EmailAddress address,
        Func<GroupRecord, GroupRecord> change,
        ChangeOrigin origin,
        CancellationToken cancellationToken);

    /// <summary>Removes a group.</summary>
    /// <exception cref="MailException">GroupNotFound.</exception>
    Task RemoveGroupAsync(EmailAddress address, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>Changes the settings by a pure function, which may be called more than once.</summary>
    Task<StoreSettings> UpdateSettingsAsync(
        Func<StoreSettings, StoreSettings> change, ChangeOrigin origin, CancellationToken cancellationToken);

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
