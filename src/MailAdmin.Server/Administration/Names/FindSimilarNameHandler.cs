using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Names;

/// <remarks>
/// A domain is close with one mistake, or two in a long name; an address with one in its local part, or with the domain
/// that is close. The time does not grow with the number of addresses.
/// </remarks>
internal sealed class FindSimilarNameHandler(IDirectory directory) : IRequestHandler<FindSimilarName, string?>
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789.-_";
    private const int LongName = 8;

    public async Task<string?> HandleAsync(FindSimilarName request, CancellationToken cancellationToken)
    {
        if (request.Missing == MailError.DomainNotFound)
        {
            return DomainName.TryParse(request.Text, out DomainName? name)
                ? (await FindDomainAsync(name, cancellationToken))?.Unicode
                : null;
        }

        return EmailAddress.TryParse(request.Text, out EmailAddress? address)
            ? (await FindAddressAsync(address, request.Missing, cancellationToken))?.ToString()
            : null;
    }

    private async ValueTask<DomainName?> FindDomainAsync(DomainName missing, CancellationToken cancellationToken)
    {
        (DomainName? Name, int Distance) best = (null, missing.Unicode.Length >= LongName ? 3 : 2);
        await foreach (DomainRecord domain in directory.Domains.ListAsync(domain: null, cancellationToken))
        {
            if (Math.Abs(domain.Name.Unicode.Length - missing.Unicode.Length) < best.Distance
                && EditDistance.Between(domain.Name.Unicode, missing.Unicode) is int distance
                && distance < best.Distance)
            {
                best = (domain.Name, distance);
            }
        }

        return best.Name;
    }

    private async ValueTask<EmailAddress?> FindAddressAsync(
        EmailAddress missing, MailError kind, CancellationToken cancellationToken)
    {
        string local = missing.LocalPart.ToLowerInvariant();
        if (await directory.Domains.FindAsync(missing.Domain, cancellationToken) is null)
        {
            return await FindDomainAsync(missing.Domain, cancellationToken) is { } domain
                ? await FindExistingAsync(local, domain, kind, cancellationToken)
                : null;
        }

        foreach (string close in EditDistance.OneAwayFrom(local, Letters))
        {
            if (await FindExistingAsync(close, missing.Domain, kind, cancellationToken) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private async ValueTask<EmailAddress?> FindExistingAsync(
        string local, DomainName domain, MailError kind, CancellationToken cancellationToken)
    {
        if (!EmailAddress.TryParse($"{local}@{domain.Ascii}", out EmailAddress? address))
        {
            return null;
        }

        return kind switch
        {
            MailError.AccountNotFound => (await directory.Accounts.FindAsync(address, cancellationToken))?.Address,
            MailError.AliasNotFound => (await directory.Aliases.FindAsync(address, cancellationToken))?.Address,
            MailError.GroupNotFound => (await directory.Groups.FindAsync(address, cancellationToken))?.Address,
            _ => null,
        };
    }
}
