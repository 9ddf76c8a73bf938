using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Groups;

internal sealed class RemoveGroupHandler(IDirectory directory) : IRequestHandler<RemoveGroup, NoResult>
{
    public async Task<NoResult> HandleAsync(RemoveGroup request, CancellationToken cancellationToken)
    {
        await directory.Groups.RemoveAsync(request.Address, request.Origin, cancellationToken);
        return NoResult.Value;
    }
}
