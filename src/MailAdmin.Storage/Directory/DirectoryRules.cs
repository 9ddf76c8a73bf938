namespace MailAdmin.Storage.Directory;

/// <summary>
/// The rules that hold between the objects of a directory. An address belongs to one account, one alias or one group,
/// in a domain of ours that has room; a name belongs to one domain, as its own or as another name of it; no alias,
/// group or forward leads back to itself.
/// </summary>
internal static class DirectoryRules
{
    /// <summary>No object has the address.</summary>
    public static void RequireFreeAddress(DirectorySnapshot directory, EmailAddress address)
    {
        foreach (IAddressKind kind in DirectoryKinds.Addresses)
        {
            if (kind.FindTaken(directory, address) is { } taken)
            {
                throw taken;
            }
        }
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
                    throw MailException.Of(
                        MailError.AliasLoop, start, string.Join(" -> ", PathTo(start, address, cameFrom)));
                }

                if (cameFrom.TryAdd(main, address))
                {
                    open.Push(main);
                }
            }
        }
    }

    private static List<EmailAddress> PathTo(
        EmailAddress start, EmailAddress last, Dictionary<EmailAddress, EmailAddress> cameFrom)
    {
        List<EmailAddress> path = [start];
        for (EmailAddress at = last; at != start; at = cameFrom[at])
        {
            path.Add(at);
        }

        path.Add(start);
        path.Reverse();
        return path;
    }

    private static IReadOnlyList<EmailAddress> NextOf(DirectorySnapshot directory, EmailAddress address)
    {
        foreach (IAddressKind kind in DirectoryKinds.Addresses)
        {
            if (kind.FindNext(directory, address) is { } next)
            {
                return next;
            }
        }

        return [];
    }

    // An address under another name of a domain is the same address.
    private static EmailAddress MainNameOf(DirectorySnapshot directory, EmailAddress address) =>
        directory.Domains.FindMainName(address.Domain) is { } main
            ? EmailAddress.Create(address.LocalPart, main)
            : address;
}
