using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Domains;

internal sealed class RemoveDomainHandler(IDirectory directory) : IRequestHandler<RemoveDomain, NoResult>
{
    public async Task<NoResult> HandleAsync(RemoveDomain request, CancellationToken cancellationToken)
    {
        await directory.Domains.RemoveAsync(request.Name, request.Recurse, request.Origin, cancellationToken);
        return NoResult.Value;
    }
}
