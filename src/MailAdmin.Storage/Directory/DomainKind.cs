using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>Domains: a name, and other names of it, under which the store has addresses.</summary>
internal sealed class DomainKind()
    : DirectoryKind<DomainName, DomainRecord>(2, "Domain", "domains", DirectoryJson.Default.DomainRecord)
{
    public override DomainName KeyOf(DomainRecord record) => record.Name;

    public override string KeyTextOf(DomainName key) => key.Ascii;

    /// <summary>Removes a domain, with what is in it or only when nothing is.</summary>
    public DomainRecord Remove(DirectoryTransaction transaction, DomainName name, bool recurse)
    {
        DirectorySnapshot directory = transaction.Directory;
        DomainRecord domain = Require(directory, name);
        if (!recurse)
        {
            RequireEmpty(directory, domain);
        }

        foreach (AccountRecord account in directory.Accounts.List(name))
        {
            DirectoryKinds.Accounts.Remove(transaction, account.Address);
        }

        foreach (AliasRecord alias in directory.Aliases.List(name))
        {
            DirectoryKinds.Aliases.Remove(transaction, alias.Address);
        }

        foreach (GroupRecord group in directory.Groups.List(name))
        {
            DirectoryKinds.Groups.Remove(transaction, group.Address);
        }

        return base.Remove(transaction, name);
    }

    /// <summary>Removes a domain in which nothing is.</summary>
    public override DomainRecord Remove(DirectoryTransaction transaction, DomainName key) =>
        Remove(transaction, key, recurse: false);

    protected override MailException NotFound(DirectorySnapshot directory, DomainName key) =>
        directory.Domains.FindMainName(key) is { } main
            ? MailException.Of(MailError.DomainNotFound.As("AliasDomain"), key, main)
            : MailException.Of(MailError.DomainNotFound, key);

    protected override DomainRecord KeepIdentity(DomainRecord before, DomainRecord after) =>
        after with { Name = before.Name };

    protected override void CheckNew(DirectorySnapshot directory, DomainRecord record) =>
        RequireFreeName(directory, record.Name);

    protected override void Check(DirectorySnapshot directory, DomainRecord record)
    {
        HashSet<DomainName> names = [record.Name];
        foreach (DomainName other in record.AliasDomain)
        {
            if (!names.Add(other))
            {
                throw MailException.Of(MailError.DomainExists, other);
            }

            RequireFreeName(directory, other, except: record.Name);
        }
    }

    protected override void CheckApplied(DirectorySnapshot directory, DomainRecord? before, DomainRecord after)
    {
        if (after.CatchAll is { } catchAll
            && catchAll != before?.CatchAll
            && DirectoryKinds.Addresses.All(kind => kind.FindTaken(directory, catchAll) is null))
        {
            throw MailException.Of(MailError.InvalidTarget.As("CatchAll"), catchAll, after.Name);
        }
    }

    protected override DirectoryDomains CreateTable(IReadOnlyCollection<DomainRecord> records) => new(this, records);

    private static void RequireEmpty(DirectorySnapshot directory, DomainRecord domain)
    {
        int accounts = directory.Accounts.CountIn(domain.Name);
        int aliases = directory.Aliases.CountIn(domain.Name);
        int groups = directory.Groups.CountIn(domain.Name);
        if (accounts + aliases + groups > 0)
        {
            throw MailException.Of(MailError.DomainNotEmpty, domain.Name, accounts, aliases, groups);
        }
    }

    // Nothing has the name, except perhaps one domain.
    private static void RequireFreeName(DirectorySnapshot directory, DomainName name, DomainName? except = null)
    {
        if (directory.Domains.Contains(name))
        {
            throw MailException.Of(MailError.DomainExists, name);
        }

        if (directory.Domains.FindMainName(name) is { } main && main != except)
        {
            throw MailException.Of(MailError.DomainExists.As("AliasDomain"), name, main);
        }
    }
}
