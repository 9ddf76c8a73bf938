using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Aliases;

internal sealed class RemoveAliasHandler(IDirectory directory) : IRequestHandler<RemoveAlias, NoResult>
{
    public async Task<NoResult> HandleAsync(RemoveAlias request, CancellationToken cancellationToken)
    {
        await directory.Aliases.RemoveAsync(request.Address, request.Origin, cancellationToken);
        return NoResult.Value;
    }
}
