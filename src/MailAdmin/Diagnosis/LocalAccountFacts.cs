using MailAdmin.Requests;

namespace MailAdmin.Diagnosis;

/// <summary>What the local store has at an address of its own.</summary>
internal sealed record LocalAccountFacts(
    EmailAddress Address, MailAccount? Account, DomainName Domain, bool DomainEnabled)
{
    /// <summary>
    /// Asks the store; null: it is not that simple, as an alias, a group or a catch-all takes the address.
    /// </summary>
    public static async Task<LocalAccountFacts?> FindAsync(
        IMailAdministration administration,
        EmailAddress address,
        MailDomain domain,
        CancellationToken cancellationToken)
    {
        // An alias domain has the accounts of its domain.
        DomainName name = DomainName.Parse(domain.Name);
        EmailAddress own = address.Domain == name
            ? address
            : EmailAddress.Create(address.LocalPart, name);
        try
        {
            MailAccount account = await administration.SendAsync(new GetAccount(own), cancellationToken);
            return new LocalAccountFacts(address, account, name, domain.Enabled);
        }
        catch (MailException exception) when (exception.Error == MailError.AccountNotFound)
        {
            bool isTaken = domain.CatchAll is not null || own.LocalPart.Contains('+', StringComparison.Ordinal)
                || await AnyAsync(administration.StreamAsync(new GetAliases(own.ToString()), cancellationToken))
                || await AnyAsync(administration.StreamAsync(new GetGroups(own.ToString()), cancellationToken));
            return isTaken ? null : new LocalAccountFacts(address, null, name, domain.Enabled);
        }
    }

    private static async Task<bool> AnyAsync<T>(IAsyncEnumerable<T> items)
    {
        await foreach (T _ in items)
        {
            return true;
        }

        return false;
    }
}
