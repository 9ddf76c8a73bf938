using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>
/// The rules that hold between the objects of a directory. An address belongs to one account, one alias or one group, in
/// a domain of ours that has room; a name belongs to one domain, as its own or as another name of it; no alias, group or
/// forward leads back to itself.
/// </summary>
internal static class DirectoryRules
{
    /// <summary>The domain of a name that is its own.</summary>
    public static DomainEntry RequireDomain(DirectorySnapshot directory, DomainName name)
    {
        return directory.Domains.TryGetValue(name, out DomainEntry? entry)
            ? entry
            : throw DirectoryErrors.DomainNotFound(name, directory.AliasDomains.GetValueOrDefault(name));
    }

    /// <summary>Nothing has the name, except perhaps one domain.</summary>
    public static void RequireFreeName(DirectorySnapshot directory, DomainName name, DomainName? except = null)
    {
        if (directory.Domains.ContainsKey(name))
        {
            throw DirectoryErrors.DomainExists(name);
        }

        if (directory.AliasDomains.TryGetValue(name, out DomainName? main) && main != except)
        {
            throw DirectoryErrors.DomainExists(name, main);
        }
    }

    /// <summary>No account, alias or group has the address.</summary>
    public static void RequireFreeAddress(DirectorySnapshot directory, EmailAddress address)
    {
        if (directory.Accounts.ContainsKey(address))
        {
            throw DirectoryErrors.AccountExists(address);
        }

        if (directory.Aliases.ContainsKey(address))
        {
            throw DirectoryErrors.AliasExists(address);
        }

        if (directory.Groups.ContainsKey(address))
        {
            throw DirectoryErrors.GroupExists(address);
        }
    }

    /// <summary>The domain may have one account more.</summary>
    public static void RequireRoom(DomainEntry domain, EmailAddress address)
    {
        if (domain.Record.MaxAccounts is { } most && domain.Accounts >= most)
        {
            throw DirectoryErrors.DomainFull(domain, address);
        }
    }

    public static AccountRecord RequireAccount(DirectorySnapshot directory, EmailAddress address)
    {
        return directory.Accounts.GetValueOrDefault(address) ?? throw DirectoryErrors.AccountNotFound(address);
    }

    public static AliasRecord RequireAlias(DirectorySnapshot directory, EmailAddress address)
    {
        return directory.Aliases.GetValueOrDefault(address) ?? throw DirectoryErrors.AliasNotFound(address);
    }

    public static GroupRecord RequireGroup(DirectorySnapshot directory, EmailAddress address)
    {
        return directory.Groups.GetValueOrDefault(address) ?? throw DirectoryErrors.GroupNotFound(address);
    }

    /// <summary>Following aliases, groups and forwards from an address never leads back to it.</summary>
    public static void RequireNoLoop(DirectorySnapshot directory, EmailAddress start)
    {
        HashSet<EmailAddress> seen = [];
        List<EmailAddress> way = [start];
        Follow(directory, start, start, seen, way);
    }

    // Recursion is as deep as a chain of aliases is long; each address is entered once.
    private static void Follow(
        DirectorySnapshot directory, EmailAddress start, EmailAddress address, HashSet<EmailAddress> seen, List<EmailAddress> way)
    {
        foreach (EmailAddress target in NextOf(directory, address))
        {
            EmailAddress main = MainNameOf(directory, target);
            way.Add(main);
            if (main == start)
            {
                throw DirectoryErrors.AliasLoop(start, way);
            }

            if (seen.Add(main))
            {
                Follow(directory, start, main, seen, way);
            }

            way.RemoveAt(way.Count - 1);
        }
    }

    private static IReadOnlyList<EmailAddress> NextOf(DirectorySnapshot directory, EmailAddress address)
    {
        return directory.Aliases.TryGetValue(address, out AliasRecord? alias) ? alias.Target
            : directory.Groups.TryGetValue(address, out GroupRecord? group) ? group.Member
            : directory.Accounts.TryGetValue(address, out AccountRecord? account) ? account.ForwardTo
            : [];
    }

    // An address under another name of a domain is the same address.
    private static EmailAddress MainNameOf(DirectorySnapshot directory, EmailAddress address)
    {
        return directory.AliasDomains.TryGetValue(address.Domain, out DomainName? main)
            ? EmailAddress.Create(address.LocalPart, main)
            : address;
    }
}
