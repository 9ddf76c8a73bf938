using System.Collections.Immutable;
using MailAdmin.Contracts;
using MailAdmin.Storage.Operations;

namespace MailAdmin.Storage.Directory;

/// <summary>A domain with what it has.</summary>
internal sealed record DomainEntry(DomainRecord Record, int Accounts, int Aliases);

/// <summary>
/// The whole directory at one moment. Never changes: a change makes another one that shares what is the same, so reads
/// need no lock.
/// </summary>
internal sealed class DirectorySnapshot : IAccountDirectory
{
    /// <summary>A directory with nothing in it.</summary>
    public static readonly DirectorySnapshot Empty = new();

    private AccountRecord[]? accountsByAddress;

    /// <summary>The settings.</summary>
    public StoreSettings Settings { get; private init; } = new() { HostName = "localhost" };

    public ImmutableDictionary<DomainName, DomainEntry> Domains { get; private init; } = ImmutableDictionary<DomainName, DomainEntry>.Empty;

    /// <summary>Other names of domains.</summary>
    public ImmutableDictionary<DomainName, DomainName> AliasDomains { get; private init; } = ImmutableDictionary<DomainName, DomainName>.Empty;

    public ImmutableDictionary<EmailAddress, AccountRecord> Accounts { get; private init; } =
        ImmutableDictionary<EmailAddress, AccountRecord>.Empty;

    public ImmutableDictionary<AccountId, AccountRecord> AccountsById { get; private init; } =
        ImmutableDictionary<AccountId, AccountRecord>.Empty;

    public ImmutableDictionary<EmailAddress, AliasRecord> Aliases { get; private init; } =
        ImmutableDictionary<EmailAddress, AliasRecord>.Empty;

    public ImmutableDictionary<EmailAddress, GroupRecord> Groups { get; private init; } =
        ImmutableDictionary<EmailAddress, GroupRecord>.Empty;

    /// <summary>Makes a directory of everything at once.</summary>
    public static DirectorySnapshot Of(
        StoreSettings settings,
        IEnumerable<DomainRecord> domains,
        IReadOnlyCollection<AccountRecord> accounts,
        IReadOnlyCollection<AliasRecord> aliases,
        IReadOnlyCollection<GroupRecord> groups)
    {
        Dictionary<DomainName, int> accountCounts = accounts.CountBy(account => account.Address.Domain).ToDictionary();
        Dictionary<DomainName, int> aliasCounts = aliases.CountBy(alias => alias.Address.Domain).ToDictionary();
        ImmutableDictionary<DomainName, DomainEntry> entries = domains.ToImmutableDictionary(
            domain => domain.Name,
            domain => new DomainEntry(domain, accountCounts.GetValueOrDefault(domain.Name), aliasCounts.GetValueOrDefault(domain.Name)));
        return new DirectorySnapshot
        {
            Settings = settings,
            Domains = entries,
            AliasDomains = entries.Values
                .SelectMany(entry => entry.Record.AliasDomain, (entry, alias) => KeyValuePair.Create(alias, entry.Record.Name))
                .ToImmutableDictionary(),
            Accounts = accounts.ToImmutableDictionary(account => account.Address),
            AccountsById = accounts.ToImmutableDictionary(account => account.Id),
            Aliases = aliases.ToImmutableDictionary(alias => alias.Address),
            Groups = groups.ToImmutableDictionary(group => group.Address),
        };
    }

    /// <summary>The account of a number; null: none.</summary>
    public AccountRecord? FindAccount(AccountId id) => AccountsById.GetValueOrDefault(id);

    /// <summary>The domain of a name or of another name of it; null: not ours.</summary>
    public DomainRecord? FindDomain(DomainName name)
    {
        return Domains.TryGetValue(name, out DomainEntry? entry)
            || (AliasDomains.TryGetValue(name, out DomainName? main) && Domains.TryGetValue(main, out entry))
            ? entry.Record
            : null;
    }

    /// <summary>The groups of a domain, by address.</summary>
    public IEnumerable<GroupRecord> GroupsOf(DomainName domain) =>
        Groups.Values.Where(group => group.Address.Domain == domain).OrderBy(group => group.Address);

    /// <summary>The quota in force for an account.</summary>
    public MailSize QuotaOf(AccountRecord account)
    {
        return account.Quota ?? Domains.GetValueOrDefault(account.Address.Domain)?.Record.DefaultQuota ?? Settings.DefaultQuota;
    }

    /// <summary>All accounts by address; sorted once.</summary>
    public IReadOnlyList<AccountRecord> ListAccounts()
    {
        if (accountsByAddress is null)
        {
            AccountRecord[] sorted = [.. Accounts.Values];
            Array.Sort(sorted, static (left, right) => string.CompareOrdinal(left.Address.Canonical, right.Address.Canonical));
            accountsByAddress = sorted;
        }

        return accountsByAddress;
    }

    /// <summary>The directory after a change.</summary>
    public DirectorySnapshot Apply(JournalEntry entry) => entry.Section switch
    {
        JournalSection.Settings => With(settings: (StoreSettings)entry.After!),
        JournalSection.Domain => ApplyDomain((DomainRecord?)entry.Before, (DomainRecord?)entry.After),
        JournalSection.Account => ApplyAccount((AccountRecord?)entry.Before, (AccountRecord?)entry.After),
        JournalSection.Alias => ApplyAlias((AliasRecord?)entry.Before, (AliasRecord?)entry.After),
        JournalSection.Group => ApplyGroup((GroupRecord?)entry.Before, (GroupRecord?)entry.After),
        _ => this,
    };

    // The record of an earlier change may be lost, so "before" is looked up here rather than believed.
    private DirectorySnapshot ApplyDomain(DomainRecord? before, DomainRecord? after)
    {
        DomainName name = (after ?? before)!.Name;
        DomainEntry? known = Domains.GetValueOrDefault(name);
        ImmutableDictionary<DomainName, DomainName> aliasDomains = AliasDomains;
        if (known is not null)
        {
            aliasDomains = aliasDomains.RemoveRange(known.Record.AliasDomain);
        }

        if (after is null)
        {
            return With(domains: Domains.Remove(name), aliasDomains: aliasDomains);
        }

        aliasDomains = aliasDomains.SetItems(after.AliasDomain.Select(alias => KeyValuePair.Create(alias, name)));
        DomainEntry entry = known is null
            ? new DomainEntry(after, Accounts.Keys.Count(address => address.Domain == name), Aliases.Keys.Count(address => address.Domain == name))
            : known with { Record = after };
        return With(domains: Domains.SetItem(name, entry), aliasDomains: aliasDomains);
    }

    private DirectorySnapshot ApplyAccount(AccountRecord? before, AccountRecord? after)
    {
        ImmutableDictionary<EmailAddress, AccountRecord> accounts = Accounts;
        ImmutableDictionary<DomainName, DomainEntry> domains = Domains;
        AccountId id = (after ?? before)!.Id;
        if (AccountsById.TryGetValue(id, out AccountRecord? known))
        {
            accounts = accounts.Remove(known.Address);
            domains = Count(domains, known.Address.Domain, accounts: -1);
        }

        if (after is null)
        {
            return With(domains: domains, accounts: accounts, accountsById: AccountsById.Remove(id));
        }

        return With(
            domains: Count(domains, after.Address.Domain, accounts: 1),
            accounts: accounts.SetItem(after.Address, after),
            accountsById: AccountsById.SetItem(id, after));
    }

    private DirectorySnapshot ApplyAlias(AliasRecord? before, AliasRecord? after)
    {
        EmailAddress address = (after ?? before)!.Address;
        int change = (after is null ? 0 : 1) - (Aliases.ContainsKey(address) ? 1 : 0);
        return With(
            domains: Count(Domains, address.Domain, aliases: change),
            aliases: after is null ? Aliases.Remove(address) : Aliases.SetItem(address, after));
    }

    private DirectorySnapshot ApplyGroup(GroupRecord? before, GroupRecord? after)
    {
        EmailAddress address = (after ?? before)!.Address;
        return With(groups: after is null ? Groups.Remove(address) : Groups.SetItem(address, after));
    }

    private static ImmutableDictionary<DomainName, DomainEntry> Count(
        ImmutableDictionary<DomainName, DomainEntry> domains, DomainName name, int accounts = 0, int aliases = 0)
    {
        return domains.TryGetValue(name, out DomainEntry? entry) && (accounts != 0 || aliases != 0)
            ? domains.SetItem(name, entry with { Accounts = entry.Accounts + accounts, Aliases = entry.Aliases + aliases })
            : domains;
    }

    private DirectorySnapshot With(
        StoreSettings? settings = null,
        ImmutableDictionary<DomainName, DomainEntry>? domains = null,
        ImmutableDictionary<DomainName, DomainName>? aliasDomains = null,
        ImmutableDictionary<EmailAddress, AccountRecord>? accounts = null,
        ImmutableDictionary<AccountId, AccountRecord>? accountsById = null,
        ImmutableDictionary<EmailAddress, AliasRecord>? aliases = null,
        ImmutableDictionary<EmailAddress, GroupRecord>? groups = null)
    {
        return new DirectorySnapshot
        {
            Settings = settings ?? Settings,
            Domains = domains ?? Domains,
            AliasDomains = aliasDomains ?? AliasDomains,
            Accounts = accounts ?? Accounts,
            AccountsById = accountsById ?? AccountsById,
            Aliases = aliases ?? Aliases,
            Groups = groups ?? Groups,
        };
    }
}
