using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Aliases;

internal sealed class CreateAliasHandler(IDirectory directory, AliasView view, TimeProvider timeProvider)
    : IRequestHandler<CreateAlias, MailAlias>
{
    public async Task<MailAlias> HandleAsync(CreateAlias request, CancellationToken cancellationToken)
    {
        AliasRecord wanted = new()
        {
            Address = request.Address,
            Target = AliasTargets.Distinct(request.Address, request.Targets),
            Enabled = request.Enabled,
            Created = timeProvider.GetUtcNow(),
        };
        AliasRecord created = await directory.Aliases.CreateAsync(wanted, request.Origin, cancellationToken);
        return await view.ShowAsync(created, cancellationToken);
    }
}
