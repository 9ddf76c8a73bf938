using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Aliases;

internal sealed class SetAliasHandler(IDirectory directory, AliasView view) : IRequestHandler<SetAlias, MailAlias>
{
    public async Task<MailAlias> HandleAsync(SetAlias request, CancellationToken cancellationToken)
    {
        IReadOnlyList<EmailAddress>? targets =
            request.Targets is { } given ? AliasTargets.Distinct(request.Address, given) : null;
        AliasRecord changed = await directory.Aliases.UpdateAsync(
            request.Address,
            alias => alias with { Target = targets ?? alias.Target, Enabled = request.Enabled ?? alias.Enabled },
            request.Origin,
            cancellationToken);
        return await view.ShowAsync(changed, cancellationToken);
    }
}
