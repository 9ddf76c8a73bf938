using MailAdmin.Contracts;

namespace MailAdmin.Server.Routing;

/// <summary>
/// Finds the accounts that an address leads to. In this order: the account of the address; its alias, to any depth; the
/// account or alias without what follows the plus sign (RFC 5233 §1); for postmaster and abuse the administrator
/// (RFC 5321 §4.5.1, RFC 2142 §4); the catch-all of the domain. An address of an alias domain is the same address of its
/// domain. Forwards are followed from each account; what leads back to where it was ends there.
/// </summary>
internal sealed class RecipientResolver(IDirectory directory, AdministratorMailbox administrator)
{
    // A fan-out beyond this is not a list of people any more, but a mistake or an attack on memory.
    private const int MaxVisits = 10_000;

    public async ValueTask<Expansion> ExpandAsync(EmailAddress address, CancellationToken cancellationToken)
    {
        Expansion expansion = new();
        await VisitAsync(address, expansion, [], cancellationToken).ConfigureAwait(false);
        return expansion;
    }

    /// <summary>The address as its domain knows it; null: not a domain of ours.</summary>
    public async ValueTask<(EmailAddress Address, DomainRecord Domain)?> LocateAsync(EmailAddress address, CancellationToken cancellationToken)
    {
        DomainRecord? domain = await directory.FindDomainAsync(address.Domain, cancellationToken).ConfigureAwait(false);
        if (domain is null)
        {
            return null;
        }

        return (domain.Name == address.Domain ? address : EmailAddress.Create(address.LocalPart, domain.Name), domain);
    }

    /// <summary>The address without what follows the plus sign; null: it has none, or the domain does not use it.</summary>
    public static EmailAddress? WithoutDetail(EmailAddress address, DomainRecord domain)
    {
        int plus = domain.PlusAddressing ? address.LocalPart.IndexOf('+', StringComparison.Ordinal) : -1;
        return plus > 0 ? EmailAddress.Create(address.LocalPart[..plus], domain.Name) : null;
    }

    /// <summary>Adds what an address leads to; addresses in <paramref name="visited"/> were seen on the way here.</summary>
    public async ValueTask VisitAsync(
        EmailAddress address, Expansion expansion, HashSet<string> visited, CancellationToken cancellationToken)
    {
        if (await LocateAsync(address, cancellationToken).ConfigureAwait(false) is not var (local, domain))
        {
            expansion.Outside.Add(address);
            return;
        }

        if (!domain.Enabled)
        {
            expansion.Refuse(MailError.DomainDisabled);
            return;
        }

        if (!visited.Add(local.Canonical) || visited.Count > MaxVisits)
        {
            expansion.Refuse(MailError.RoutingLoop);
            return;
        }

        if (await TryDirectAsync(local, expansion, visited, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        if (WithoutDetail(local, domain) is { } plain
            && await TryDirectAsync(plain, expansion, visited, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        if (AdministratorMailbox.IsRole(local))
        {
            await VisitAdministratorAsync(expansion, visited, cancellationToken).ConfigureAwait(false);
        }
        else if (domain.CatchAll is { } catchAll)
        {
            await VisitAsync(catchAll, expansion, visited, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            expansion.Refuse(MailError.RecipientNotFound);
        }
    }

    /// <summary>The administrator gets what is for postmaster; when that address is of no use, the account made for it does.</summary>
    public async ValueTask VisitAdministratorAsync(Expansion expansion, HashSet<string> visited, CancellationToken cancellationToken)
    {
        int before = expansion.Accounts.Count;
        StoreSettings settings = await directory.GetSettingsAsync(cancellationToken).ConfigureAwait(false);
        if (settings.AdminAddress is { } admin && await LocateAsync(admin, cancellationToken).ConfigureAwait(false) is not null)
        {
            await VisitAsync(admin, expansion, visited, cancellationToken).ConfigureAwait(false);
        }

        if (expansion.Accounts.Count == before
            && await administrator.FindAsync(create: !expansion.ReadOnly, cancellationToken).ConfigureAwait(false) is { } account)
        {
            expansion.Add(account);
        }
    }

    private async ValueTask<bool> TryDirectAsync(
        EmailAddress address, Expansion expansion, HashSet<string> visited, CancellationToken cancellationToken)
    {
        if (await directory.FindAccountAsync(address, cancellationToken).ConfigureAwait(false) is { } account)
        {
            await VisitAccountAsync(account, expansion, visited, cancellationToken).ConfigureAwait(false);
            return true;
        }

        if (await directory.FindAliasAsync(address, cancellationToken).ConfigureAwait(false) is not { } alias)
        {
            return false;
        }

        if (!alias.Enabled)
        {
            expansion.Refuse(MailError.RecipientNotFound);
            return true;
        }

        foreach (EmailAddress target in alias.Target)
        {
            await VisitAsync(target, expansion, visited, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private async ValueTask VisitAccountAsync(
        AccountRecord account, Expansion expansion, HashSet<string> visited, CancellationToken cancellationToken)
    {
        if (!account.Enabled || account.SendOnly)
        {
            expansion.Refuse(MailError.AccountDisabled);
            return;
        }

        if (account.ForwardTo.Count == 0 || account.KeepCopy)
        {
            expansion.Add(account);
        }

        foreach (EmailAddress target in account.ForwardTo)
        {
            await VisitAsync(target, expansion, visited, cancellationToken).ConfigureAwait(false);
        }
    }
}
