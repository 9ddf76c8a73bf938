using MailAdmin.Requests;

namespace MailAdmin.Diagnostics.Local;

/// <summary>
/// Asks the local store about addresses in the order in which the server finds them: account, alias or group; without
/// the detail after a plus sign (RFC 5233 §1); the catch-all of the domain.
/// </summary>
internal sealed class LocalAddressSearch(IMailAdministration administration, IReadOnlyList<MailDomain> domains)
{
    // An explanation names one cause: what lies further behind lists of lists is not worth the questions.
    private const int MaxDepth = 4;
    private const int MaxTargets = 50;
    private readonly HashSet<EmailAddress> visited = [];

    /// <summary>What takes the mail of an address; null when its domain is elsewhere.</summary>
    public Task<LocalAddress?> FindRecipientAsync(EmailAddress address, CancellationToken cancellationToken) =>
        FindAsync(address, MaxDepth, cancellationToken);

    /// <summary>Who logs on with an address; null when its domain is elsewhere.</summary>
    public async Task<LocalAddress?> FindUserAsync(EmailAddress address, CancellationToken cancellationToken) =>
        Locate(address) is var (own, domain)
            ? await FindDirectAsync(own, domain, 0, cancellationToken) ?? Nothing(own, domain)
            : null;

    private async Task<LocalAddress?> FindAsync(EmailAddress address, int depth, CancellationToken cancellationToken)
    {
        if (Locate(address) is not var (own, domain))
        {
            return null;
        }

        if (await FindDirectAsync(own, domain, depth, cancellationToken) is { } direct)
        {
            return direct;
        }

        int plus = domain.PlusAddressing ? own.LocalPart.IndexOf('+', StringComparison.Ordinal) : -1;
        if (plus > 0)
        {
            EmailAddress plain = EmailAddress.Create(own.LocalPart[..plus], own.Domain);
            if (await FindDirectAsync(plain, domain, depth, cancellationToken) is { } found)
            {
                return found;
            }
        }

        return Nothing(own, domain) with
        {
            Targets = await FindAllAsync(domain.CatchAll is { } catchAll ? [catchAll] : [], depth, cancellationToken),
        };
    }

    private (EmailAddress Address, MailDomain Domain)? Locate(EmailAddress address)
    {
        MailDomain? domain = domains.FirstOrDefault(
            known => known.Name == address.Domain.Ascii || known.AliasDomain.Contains(address.Domain.Ascii));
        return domain is null
            ? null
            : (EmailAddress.Create(address.LocalPart, DomainName.Parse(domain.Name)), domain);
    }

    private static LocalAddress Nothing(EmailAddress address, MailDomain domain) =>
        new() { Address = address, Domain = domain };

    private async Task<LocalAddress?> FindDirectAsync(
        EmailAddress address, MailDomain domain, int depth, CancellationToken cancellationToken)
    {
        if (await FindAccountAsync(address, cancellationToken) is { } account)
        {
            return new LocalAddress
            {
                Address = address,
                Domain = domain,
                Kind = LocalAddressKind.Account,
                Account = account,
                HasAppPassword = await administration
                    .StreamAsync(new GetAppPasswords(address.ToString(), null), cancellationToken)
                    .AnyAsync(cancellationToken),
                Targets = await FindAllAsync(account.ForwardTo, depth, cancellationToken),
            };
        }

        // The local part may have wildcards of its own.
        string pattern = address.ToString();
        MailAlias? alias = await administration.StreamAsync(new GetAliases(pattern), cancellationToken)
            .FirstOrDefaultAsync(found => address.Equals(found.Address), cancellationToken);
        if (alias is not null)
        {
            return new LocalAddress
            {
                Address = address,
                Domain = domain,
                Kind = LocalAddressKind.Alias,
                Enabled = alias.Enabled,
                Targets = await FindAllAsync(alias.Target, depth, cancellationToken),
            };
        }

        MailGroup? group = await administration.StreamAsync(new GetGroups(pattern), cancellationToken)
            .FirstOrDefaultAsync(found => address.Equals(found.Address), cancellationToken);
        return group is null ? null : new LocalAddress
        {
            Address = address,
            Domain = domain,
            Kind = LocalAddressKind.Group,
            Enabled = group.Enabled,
            PostPermission = group.PostPermission,
            Targets = await FindAllAsync(group.Member, depth, cancellationToken),
        };
    }

    private async Task<MailAccount?> FindAccountAsync(EmailAddress address, CancellationToken cancellationToken)
    {
        try
        {
            return await administration.SendAsync(new GetAccount(address), cancellationToken);
        }
        catch (MailException exception) when (exception.Error == MailError.AccountNotFound)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<LocalAddress>> FindAllAsync(
        IReadOnlyList<string> addresses, int depth, CancellationToken cancellationToken)
    {
        List<LocalAddress> found = [];
        foreach (EmailAddress address in depth > 0 ? addresses.Select(EmailAddress.Parse) : [])
        {
            if (visited.Count < MaxTargets && visited.Add(address)
                && await FindAsync(address, depth - 1, cancellationToken) is { } local)
            {
                found.Add(local);
            }
        }

        return found;
    }
}
