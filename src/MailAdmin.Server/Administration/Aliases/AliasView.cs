using MailAdmin.Contracts;
using MailAdmin.Server.Arguments;
using MailAdmin.Server.Routing;

namespace MailAdmin.Server.Administration.Aliases;

/// <summary>Shows aliases, with the addresses where their mail ends.</summary>
internal sealed class AliasView(RecipientResolver resolver)
{
    public async ValueTask<MailAlias> ShowAsync(AliasRecord alias, CancellationToken cancellationToken)
    {
        // A disabled alias leads nowhere now; people want to see where it would.
        Expansion expansion = new() { ReadOnly = true };
        Approach approach = Approach.Behind(alias.Address);
        foreach (EmailAddress target in alias.Target)
        {
            await resolver.VisitAsync(target, expansion, approach, cancellationToken);
        }

        return PropertyCopy.All(alias, new MailAlias
        {
            Address = alias.Address,
            ResolvesTo = [.. expansion.Accounts.Select(account => account.Address), .. expansion.Outside.Select(target => target.Address)],
        });
    }
}
