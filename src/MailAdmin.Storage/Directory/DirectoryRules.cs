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
        return directory.Domains.TryGetValue(name, out DomainEntry? entry) ? entry
            : directory.AliasDomains.TryGetValue(name, out DomainName? main)
                ? throw MailException.Of(MailError.DomainNotFound.As("AliasDomain"), name, main)
            : throw MailException.Of(MailError.DomainNotFound, name);
    }

    /// <summary>Nothing has the name, except perhaps one domain.</summary>
    public static void RequireFreeName(DirectorySnapshot directory, DomainName name, DomainName? except = null)
    {
        if (directory.Domains.ContainsKey(name))
        {
            throw MailException.Of(MailError.DomainExists, name);
        }

        if (directory.AliasDomains.TryGetValue(name, out DomainName? main) && main != except)
        {
            throw MailException.Of(MailError.DomainExists.As("AliasDomain"), name, main);
        }
    }

    /// <summary>No account, alias or group has the address.</summary>
    public static void RequireFreeAddress(DirectorySnapshot directory, EmailAddress address)
    {
        if (directory.Accounts.ContainsKey(address))
        {
            throw MailException.Of(MailError.AccountExists, address);
        }

        if (directory.Aliases.ContainsKey(address))
        {
            throw MailException.Of(MailError.AliasExists, address);
        }

        if (directory.Groups.ContainsKey(address))
        {
            throw MailException.Of(MailError.GroupExists, address);
        }
    }

    /// <summary>The domain may have one account more.</summary>
    public static void RequireRoom(DomainEntry domain, EmailAddress address)
    {
        if (domain.Record.MaxAccounts is { } most && domain.Accounts >= most)
        {
            throw MailException.Of(MailError.DomainFull, address, domain.Record.Name, domain.Record.MaxAccounts);
        }
    }

    public static AccountRecord RequireAccount(DirectorySnapshot directory, EmailAddress address)
    {
        return directory.Accounts.GetValueOrDefault(address) ?? throw MailException.Of(MailError.AccountNotFound, address);
    }

    public static AliasRecord RequireAlias(DirectorySnapshot directory, EmailAddress address)
    {
        return directory.Aliases.GetValueOrDefault(address) ?? throw MailException.Of(MailError.AliasNotFound, address);
    }

    public static GroupRecord RequireGroup(DirectorySnapshot directory, EmailAddress address)
    {
        return directory.Groups.GetValueOrDefault(address) ?? throw MailException.Of(MailError.GroupNotFound, address);
    }

    /// <summary>Following aliases, groups and forwards from an address never leads back to it.</summary>
    public static void RequireNoLoop(DirectorySnapshot directory, EmailAddress start)
    {
        Dictionary<EmailAddress, EmailAddress> cameFrom = [];
        Stack<EmailAddress> open = new([start]);
        while (open.TryPop(out EmailAddress? address))
        {
            foreach (EmailAddress target in NextOf(directory, address))
            {
                EmailAddress main = MainNameOf(directory, target);
                if (main == start)
                {
                    throw MailException.Of(MailError.AliasLoop, start, string.Join(" -> ", WayTo(start, address, cameFrom)));
                }

                if (cameFrom.TryAdd(main, address))
                {
                    open.Push(main);
                }
            }
        }
    }

    private static List<EmailAddress> WayTo(
        EmailAddress start, EmailAddress last, Dictionary<EmailAddress, EmailAddress> cameFrom)
    {
        List<EmailAddress> way = [start];
        for (EmailAddress at = last; at != start; at = cameFrom[at])
        {
            way.Add(at);
        }

        way.Add(start);
        way.Reverse();
        return way;
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
