using MailAdmin.Contracts;
using MailAdmin.Storage.Operations;

namespace MailAdmin.Storage.Directory;

/// <summary>
/// The whole directory at one moment. Never changes: a change makes another one that shares what is the same, so reads
/// need no lock.
/// </summary>
internal sealed class DirectorySnapshot : IAccountDirectory
{
    private static readonly StoreSettings DefaultSettings = new() { HostName = "localhost" };

    /// <summary>A directory with nothing in it. Stands behind the default settings, which it takes.</summary>
    public static readonly DirectorySnapshot Empty = new([.. DirectoryKinds.All.Select(kind => kind.Empty)]);

    private readonly DirectoryTable[] tables;

    /// <summary>Makes a directory of the tables of all kinds, in the order of the kinds.</summary>
    public DirectorySnapshot(DirectoryTable[] tables)
    {
        this.tables = tables;
        Settings = Of(DirectoryKinds.Settings).Find(SettingsKind.Key) ?? DefaultSettings;
        Domains = (DirectoryDomains)Of(DirectoryKinds.Domains);
        Accounts = (DirectoryAccounts)Of(DirectoryKinds.Accounts);
        Aliases = Of(DirectoryKinds.Aliases);
        Groups = Of(DirectoryKinds.Groups);
    }

    public StoreSettings Settings { get; }

    public DirectoryDomains Domains { get; }

    public DirectoryAccounts Accounts { get; }

    public DirectoryTable<EmailAddress, AliasRecord> Aliases { get; }

    public DirectoryTable<EmailAddress, GroupRecord> Groups { get; }

    /// <summary>The objects of a kind.</summary>
    public DirectoryTable Of(DirectoryKind kind) => tables[kind.Index];

    /// <summary>The objects of a kind.</summary>
    public DirectoryTable<TKey, TRecord> Of<TKey, TRecord>(DirectoryKind<TKey, TRecord> kind)
        where TKey : notnull
        where TRecord : class
    {
        return (DirectoryTable<TKey, TRecord>)tables[kind.Index];
    }

    /// <summary>Returns the account of a number, or null when it does not exist.</summary>
    public AccountRecord? FindAccount(AccountId id) => Accounts.Find(id);

    /// <summary>Returns the domain of a name or of another name of it, or null when it does not exist.</summary>
    public DomainRecord? FindDomain(DomainName name) => Domains.FindByAnyName(name);

    /// <summary>The quota in force for an account.</summary>
    public MailSize QuotaOf(AccountRecord account) =>
        account.Quota ?? Domains.Find(account.Address.Domain)?.DefaultQuota ?? Settings.DefaultQuota;

    /// <summary>The directory after a change.</summary>
    public DirectorySnapshot Apply(DirectoryChange change)
    {
        DirectoryTable[] changed = [.. tables];
        changed[change.Kind.Index] = changed[change.Kind.Index].Apply(change.Before, change.After);
        return new DirectorySnapshot(changed);
    }
}
