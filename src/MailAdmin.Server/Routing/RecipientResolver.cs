using MailAdmin.Contracts;

namespace MailAdmin.Server.Routing;

/// <summary>
/// Finds the accounts and outside addresses that an address leads to. In this order: the account of the address; its
/// alias or group, to any depth; the account, alias or group without what follows the plus sign (RFC 5233 §1); a sender
/// that was rewritten here; for postmaster and abuse the administrator (RFC 5321 §4.5.1, RFC 2142 §4); the catch-all of
/// the domain. An address of an alias domain is the same address of its domain. Forwards of each account are followed;
/// a loop ends where it closes.
/// </summary>
internal sealed class RecipientResolver(
    IDirectory directory, AdministratorMailbox administrator, SenderRewriting rewriting)
{
    // A larger fan-out is a mistake or an attack on memory.
    private const int MaxVisits = 10_000;

    /// <summary>Adds the targets of an address.</summary>
    public ValueTask ExpandAsync(EmailAddress address, ResolutionResult result, CancellationToken cancellationToken) =>
        VisitAsync(address, result, ExpansionPath.ToRecipient(), cancellationToken);

    /// <summary>Returns the address as its domain knows it, or null for a domain elsewhere.</summary>
    public async ValueTask<(EmailAddress Address, DomainRecord Domain)?> LocateAsync(
        EmailAddress address, CancellationToken cancellationToken)
    {
        DomainRecord? domain = await directory.Domains.FindAsync(address.Domain, cancellationToken);
        if (domain is null)
        {
            return null;
        }

        return (domain.Name == address.Domain ? address : EmailAddress.Create(address.LocalPart, domain.Name), domain);
    }

    /// <summary>
    /// Returns the address without the detail after the plus sign, or null when it has none or the domain does not use
    /// it.
    /// </summary>
    public static EmailAddress? WithoutDetail(EmailAddress address, DomainRecord domain)
    {
        int plus = domain.PlusAddressing ? address.LocalPart.IndexOf('+', StringComparison.Ordinal) : -1;
        return plus > 0 ? EmailAddress.Create(address.LocalPart[..plus], domain.Name) : null;
    }

    /// <summary>Adds the targets of an address that is reached by a path.</summary>
    public async ValueTask VisitAsync(
        EmailAddress address, ResolutionResult result, ExpansionPath path, CancellationToken cancellationToken)
    {
        if (await LocateAsync(address, cancellationToken) is not var (local, domain))
        {
            if (path.TryEnter(address, MaxVisits))
            {
                result.AddOutside(new OutsideTarget(address, path.ForwardedBy, path.ErrorsTo));
            }

            return;
        }

        if (!domain.Enabled)
        {
            result.Refuse(MailError.DomainDisabled);
            return;
        }

        if (!path.TryEnter(local, MaxVisits))
        {
            result.Refuse(MailError.RoutingLoop);
            return;
        }

        if (await TryDirectAsync(local, result, path, cancellationToken))
        {
            return;
        }

        if (WithoutDetail(local, domain) is { } plain
            && await TryDirectAsync(plain, result, path, cancellationToken))
        {
            return;
        }

        if (SenderRewriting.IsRewritten(local))
        {
            await VisitOriginalAsync(local, result, path, cancellationToken);
        }
        else if (AdministratorMailbox.IsRole(local))
        {
            await VisitAdministratorAsync(result, path.Through(local), cancellationToken);
        }
        else if (domain.CatchAll is { } catchAll)
        {
            await VisitAsync(catchAll, result, path.Through(local), cancellationToken);
        }
        else
        {
            result.Refuse(MailError.RecipientNotFound);
        }
    }

    /// <summary>
    /// Adds the administrator, who gets the mail for postmaster; when that address is unusable, the account created for
    /// it.
    /// </summary>
    public async ValueTask VisitAdministratorAsync(
        ResolutionResult result, ExpansionPath path, CancellationToken cancellationToken)
    {
        int before = result.Accounts.Count + result.Outside.Count;
        StoreSettings settings = await directory.GetSettingsAsync(cancellationToken);
        if (settings.AdminAddress is { } admin && await LocateAsync(admin, cancellationToken) is not null)
        {
            await VisitAsync(admin, result, path, cancellationToken);
        }

        if (result.Accounts.Count + result.Outside.Count == before
            && await administrator.FindAsync(create: !result.ReadOnly, cancellationToken) is { } account)
        {
            result.Add(account);
        }
    }

    // A report about a forwarded copy is forwarded to its sender. Other mail to such an address is refused: otherwise
    // anyone who knows the address could relay through this server.
    private async ValueTask VisitOriginalAsync(
        EmailAddress rewritten, ResolutionResult result, ExpansionPath path, CancellationToken cancellationToken)
    {
        if (!result.IsReport || !rewriting.TryReverse(rewritten, out EmailAddress? original))
        {
            result.Refuse(MailError.RecipientNotFound);
            return;
        }

        await VisitAsync(original, result, path.Through(rewritten), cancellationToken);
    }

    private async ValueTask<bool> TryDirectAsync(
        EmailAddress address, ResolutionResult result, ExpansionPath path, CancellationToken cancellationToken)
    {
        if (await directory.Accounts.FindAsync(address, cancellationToken) is { } account)
        {
            await VisitAccountAsync(account, result, path, cancellationToken);
            return true;
        }

        if (await directory.Aliases.FindAsync(address, cancellationToken) is { } alias)
        {
            await VisitAllAsync(alias.Enabled, alias.Target, result, path.Through(alias.Address), cancellationToken);
            return true;
        }

        if (await directory.Groups.FindAsync(address, cancellationToken) is not { } group)
        {
            return false;
        }

        bool mayPost = path.IsWithinGroup || result.MayPost is null || !group.Enabled
            || await result.MayPost(group, cancellationToken);
        if (!mayPost)
        {
            result.Refuse(MailError.PostingNotAllowed);
            return true;
        }

        await VisitAllAsync(group.Enabled, group.Member, result, path.Through(group), cancellationToken);
        return true;
    }

    private async ValueTask VisitAllAsync(
        bool enabled,
        IReadOnlyList<EmailAddress> targets,
        ResolutionResult result,
        ExpansionPath path,
        CancellationToken cancellationToken)
    {
        if (!enabled || targets.Count == 0)
        {
            result.Refuse(MailError.RecipientNotFound);
            return;
        }

        foreach (EmailAddress target in targets)
        {
            await VisitAsync(target, result, path, cancellationToken);
        }
    }

    private async ValueTask VisitAccountAsync(
        AccountRecord account, ResolutionResult result, ExpansionPath path, CancellationToken cancellationToken)
    {
        if (!account.Enabled || account.SendOnly)
        {
            result.Refuse(MailError.AccountDisabled);
            return;
        }

        if (account.ForwardTo.Count == 0 || account.KeepCopy)
        {
            result.Add(account);
        }

        ExpansionPath beyond = account.ForwardTo.Count == 0 ? path : path.Through(account.Address);
        foreach (EmailAddress target in account.ForwardTo)
        {
            await VisitAsync(target, result, beyond, cancellationToken);
        }
    }
}
