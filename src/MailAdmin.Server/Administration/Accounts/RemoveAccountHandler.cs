using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Accounts;

internal sealed class RemoveAccountHandler(IDirectory directory) : IRequestHandler<RemoveAccount, NoResult>
{
    public async Task<NoResult> HandleAsync(RemoveAccount request, CancellationToken cancellationToken)
    {
        await directory.Accounts.RemoveAsync(request.Address, request.Origin, cancellationToken);
        return NoResult.Value;
    }
}
