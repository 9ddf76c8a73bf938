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
        ResolutionResult result = new() { ReadOnly = true };
        ExpansionPath path = ExpansionPath.Behind(alias.Address);
        foreach (EmailAddress target in alias.Target)
        {
            await resolver.VisitAsync(target, result, path, cancellationToken);
        }

        return PropertyCopy.All(alias, new MailAlias
        {
            Address = alias.Address.ToString(),
            Domain = alias.Address.Domain.Ascii,
            ResolvesTo =
            [
                .. result.Accounts.Select(account => account.Address.ToString()),
                .. result.Outside.Select(target => target.Address.ToString()),
            ],
        });
    }
}
