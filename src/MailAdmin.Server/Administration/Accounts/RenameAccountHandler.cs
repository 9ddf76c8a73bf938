using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Accounts;

internal sealed class RenameAccountHandler(IDirectory directory, AccountView view)
    : IRequestHandler<RenameAccount, MailAccount>
{
    public async Task<MailAccount> HandleAsync(RenameAccount request, CancellationToken cancellationToken)
    {
        AccountRecord renamed = await directory.Accounts.RenameAsync(
            request.Address, request.NewAddress, request.Origin, cancellationToken);
        return await view.ShowAsync(renamed, cancellationToken);
    }
}
