namespace MailAdmin.Contracts;

/// <summary>The objects of one kind: domains, accounts, aliases or groups.</summary>
/// <typeparam name="TKey">What names an object; it cannot change by an update.</typeparam>
/// <typeparam name="TRecord">What is kept of it.</typeparam>
public interface IDirectoryObjects<TKey, TRecord>
    where TKey : notnull
    where TRecord : class
{
    /// <summary>
    /// The object of exactly this key; null: there is none. A domain is also found by one of its alias domains.
    /// </summary>
    ValueTask<TRecord?> FindAsync(TKey key, CancellationToken cancellationToken);

    /// <summary>All, or those of one domain, by key.</summary>
    IAsyncEnumerable<TRecord> ListAsync(DomainName? domain, CancellationToken cancellationToken);

    /// <summary>How many there are, or one domain has.</summary>
    ValueTask<int> CountAsync(DomainName? domain, CancellationToken cancellationToken);

    /// <summary>
    /// Adds an object. An account gets INBOX, Drafts, Sent, Junk, Trash and Archive, and the store chooses its id.
    /// </summary>
    /// <exception cref="MailException">
    /// DomainExists (as a domain or an alias domain), DomainNotFound, DomainFull, AccountExists, AliasExists,
    /// GroupExists, AliasLoop, InvalidTarget (an alias without target).
    /// </exception>
    Task<TRecord> CreateAsync(TRecord record, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>
    /// Changes an object by a pure function, which may be called more than once; what identifies it stays.
    /// </summary>
    /// <exception cref="MailException">
    /// DomainNotFound, AccountNotFound, AliasNotFound or GroupNotFound; AliasLoop, DomainExists (an alias domain),
    /// InvalidTarget (an alias without target, a catch-all that is not local).
    /// </exception>
    Task<TRecord> UpdateAsync(
        TKey key, Func<TRecord, TRecord> change, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>Removes an object; an account with its mail.</summary>
    /// <exception cref="MailException">
    /// DomainNotFound, AccountNotFound, AliasNotFound or GroupNotFound; DomainNotEmpty.
    /// </exception>
    Task RemoveAsync(TKey key, ChangeOrigin origin, CancellationToken cancellationToken);
}

/// <summary>The domains.</summary>
public interface IDomains : IDirectoryObjects<DomainName, DomainRecord>
{
    /// <summary>
    /// Removes a domain; with <paramref name="recurse"/> its accounts, their mail, its aliases and groups too.
    /// </summary>
    /// <exception cref="MailException">DomainNotFound, DomainNotEmpty.</exception>
    Task RemoveAsync(DomainName name, bool recurse, ChangeOrigin origin, CancellationToken cancellationToken);
}

/// <summary>The accounts.</summary>
public interface IAccounts : IDirectoryObjects<EmailAddress, AccountRecord>
{
    /// <summary>The account of a number; null: none, or removed.</summary>
    ValueTask<AccountRecord?> FindAsync(AccountId id, CancellationToken cancellationToken);

    /// <summary>Gives an account another address; mail, UIDs and password stay.</summary>
    /// <exception cref="MailException">
    /// AccountNotFound, DomainNotFound, AccountExists, AliasExists, GroupExists, DomainFull.
    /// </exception>
    Task<AccountRecord> RenameAsync(
        EmailAddress address, EmailAddress newAddress, ChangeOrigin origin, CancellationToken cancellationToken);
}
